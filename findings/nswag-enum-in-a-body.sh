#!/usr/bin/env bash
# NSwag 14.8.0 with System.Text.Json sends the C# name of a choice, not the word that the API takes: InPerson for in-person.
#
# The generated enum has each word in an EnumMember attribute, and its properties a JsonStringEnumConverter, which does not
# read that attribute. Query strings are right, because there NSwag's own code reads it; bodies are wrong, and a word with
# a hyphen cannot be read back either. Nothing warns; words of one part come back right, since reading ignores case.
# For a CRM: every status, channel or kind that is sent in a body is refused, in code that somebody else generates.
# Generate with /jsonLibrary:NewtonsoftJson, or put JsonStringEnumMemberName in the place of EnumMember.
# Source: .NET documentation of JsonStringEnumConverter and JsonStringEnumMemberName (since .NET 9).
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
    "/meetings": {
      "post": {
        "operationId": "plan",
        "requestBody": {
          "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Meeting" } } }
        },
        "responses": { "204": { "description": "Planned" } }
      }
    }
  },
  "components": {
    "schemas": {
      "Meeting": {
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "type": "string", "enum": ["in-person", "online"] } }
      }
    }
  }
}
JSON
dotnet nswag openapi2csclient /input:openapi.json /output:Client.cs /namespace:T /jsonLibrary:SystemTextJson >log || { cat log; exit 1; }
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
XML
echo 'Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(new T.Meeting { Kind = T.MeetingKind.InPerson }));' >Program.cs
seen=$(dotnet run 2>/dev/null)
echo 'expected: {"kind":"in-person"}'
echo "seen:     $seen"
[ "$seen" = '{"kind":"InPerson"}' ]
