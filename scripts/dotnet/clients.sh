#!/usr/bin/env bash
# Makes clients in C# of a Hindsight that runs, with NSwag and with Kiota, compiles them, and goes the whole way through the
# API with each: what tests/clients does in TypeScript. Says what it found; exits with 1 when a client could not do it.
#
#   scripts/dotnet/clients.sh http://127.0.0.1:8080 admin@hindsight.example hindsight-demo
#
# Needs the .NET SDK 10, curl, and a NuGet registry. Outside CI: it is about other people's generators.
set -uo pipefail
[ $# -eq 3 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 78; }
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major
nswag=14.8.0 kiota=1.38.0

curl -fsS --compressed "$1/api/openapi.json" -o openapi.json || exit 1
dotnet new tool-manifest >/dev/null
dotnet tool install NSwag.ConsoleCore --version "$nswag" >/dev/null || exit 1
dotnet tool install Microsoft.OpenApi.Kiota --version "$kiota" >/dev/null || exit 1

project() { # NAME VERSION PACKAGES
  cat >"$1/$1.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
$(for package in $3; do echo "    <PackageReference Include=\"$package\" Version=\"$2\" />"; done)
  </ItemGroup>
</Project>
XML
  cp "$here/$1.cs" "$1/Program.cs"
}

mkdir nswag kiota
dotnet nswag openapi2csclient /input:openapi.json /output:nswag/Client.cs /namespace:Hindsight.Client \
  /className:HindsightClient /jsonLibrary:NewtonsoftJson /generateNullableReferenceTypes:true \
  /generateOptionalPropertiesAsNullable:true /parameterDateTimeFormat:o >nswag.log 2>&1 || cat nswag.log
project nswag 13.0.3 Newtonsoft.Json
dotnet kiota generate -l CSharp -d openapi.json -o kiota/client -n Hindsight.Client -c HindsightClient \
  >kiota.log 2>&1 || cat kiota.log
project kiota 2.1.6 "Microsoft.Kiota.Abstractions Microsoft.Kiota.Http.HttpClientLibrary Microsoft.Kiota.Serialization.Json \
  Microsoft.Kiota.Serialization.Text Microsoft.Kiota.Serialization.Form Microsoft.Kiota.Serialization.Multipart"

failed=0
for name in nswag kiota; do
  echo "== $name"
  grep -ciE 'error|warn' "$name.log" | sed 's/^/lines with errors or warnings of the generator: /'
  grep -rhoE '^ *public (partial |abstract |sealed )*(class|enum|record) \w+' "$name" --include=*.cs | wc -l |
    sed 's/^ */types: /'
  if dotnet build -c Release -v quiet "$name" >"$name.build.log" 2>&1; then
    grep -oE '[0-9]+ Warning' "$name.build.log" | tail -n 1
    "$name/bin/Release/net10.0/$name" "$@" || failed=1
  else
    grep -E 'error' "$name.build.log" | sort -u | head -n 20
    failed=1
  fi
done
exit $failed
