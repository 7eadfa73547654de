#!/usr/bin/env bash
# Kiota 1.38.0 makes an empty class of a named text that may be null, and loses what the field holds.
#
# A reference to a component of type string is a string to Kiota. The same reference beside `type: null` in a oneOf or anyOf,
# which OpenAPI 3.1 has for "this or null", becomes a property of a class without members: reading gives an object that has
# forgotten the text, and nothing can be sent. No warning names it. With the type written in place
# (`type: [string, null]`) it is a string.
# For a CRM: e-mail addresses, telephone numbers and countries are often named, and often missing.
# Source: OpenAPI 3.1.0, 4.8.24 (JSON Schema 2020-12).
# Needs the .NET SDK and a NuGet registry.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_ROLL_FORWARD=Major
dotnet new tool-manifest >/dev/null
dotnet tool install Microsoft.OpenApi.Kiota --version 1.38.0 >/dev/null
echo "Microsoft.OpenApi.Kiota 1.38.0 on .NET $(dotnet --version)"

cat >openapi.json <<'JSON'
{
  "openapi": "3.1.0",
  "info": { "title": "T", "version": "1" },
  "servers": [{ "url": "https://example.com" }],
  "paths": {
    "/lead": {
      "get": {
        "operationId": "getLead",
        "responses": {
          "200": {
            "description": "A lead",
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Lead" } } }
          }
        }
      }
    }
  },
  "components": {
    "schemas": {
      "Email": { "type": "string", "maxLength": 254 },
      "Lead": {
        "type": "object",
        "properties": {
          "plain": { "$ref": "#/components/schemas/Email" },
          "orNull": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Email" }] },
          "inPlace": { "type": ["string", "null"], "maxLength": 254 }
        }
      }
    }
  }
}
JSON
dotnet kiota generate -l CSharp -d openapi.json -o client -n Test.Client >log 2>&1 || { cat log; exit 1; }
typeOf() { sed -nE "s/^ *public (\S+)\? $1 \{ get; set; \}.*/\1/p" client/Models/Lead.cs | head -n 1; }
echo 'expected: string, string, string'
echo "seen:     $(typeOf Plain), $(typeOf OrNull), $(typeOf InPlace)"
[ "$(typeOf Plain)" = string ] && [ "$(typeOf InPlace)" = string ] && [[ "$(typeOf OrNull)" == *.Email ]]
