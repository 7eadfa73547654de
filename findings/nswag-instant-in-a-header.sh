#!/usr/bin/env bash
# NSwag 14.8.0 writes code that does not compile for a header that is an instant and may be left out.
#
# The parameter is a DateTimeOffset?, and is written as x_Since.ToString("..."), which a nullable has not. The same in a query
# string is right (x_Since.Value.ToString("...")). The generator reports nothing; the whole client cannot be used.
# For a CRM: one such header in a description takes its C# clients away. Give it a pattern in the place of the format.
# Source: OpenAPI 3.0.3, parameters in headers; RFC 3339 for date-time.
# Needs the .NET SDK 10 and a NuGet registry.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major
dotnet new tool-manifest >/dev/null
dotnet tool install NSwag.ConsoleCore --version 14.8.0 >/dev/null
echo "NSwag.ConsoleCore 14.8.0 on .NET $(dotnet --version)"

cat >openapi.json <<'JSON'
{
  "openapi": "3.0.3",
  "info": { "title": "T", "version": "1" },
  "paths": {
    "/leads": {
      "get": {
        "operationId": "getLeads",
        "parameters": [
          { "name": "X-Since", "in": "header", "schema": { "type": "string", "format": "date-time" } }
        ],
        "responses": { "204": { "description": "None" } }
      }
    }
  }
}
JSON
dotnet nswag openapi2csclient /input:openapi.json /output:Client.cs /namespace:T /jsonLibrary:SystemTextJson \
  /generateNullableReferenceTypes:true /generateOptionalPropertiesAsNullable:true >log || { cat log; exit 1; }
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
XML
echo 'expected: the client compiles'
seen=$(dotnet build -v quiet 2>&1 | grep -oE 'error CS[0-9]+: [^[]+' | sort -u | head -n 1 || true)
echo "seen:     ${seen:-it does}"
[[ "$seen" == *"'ToString'"* ]]
