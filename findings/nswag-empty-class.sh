#!/usr/bin/env bash
# NSwag 14.8.0 makes an empty class of "this or null", where the null stands second, and loses what the field holds.
#
# OpenAPI 3.1 writes a reference that may be null as `anyOf: [{ $ref }, { type: null }]`: FastAPI, zod and most others do,
# in this order. The document is valid, NSwag reports nothing, the client compiles. But the property is of a new class
# without members; with `oneOf` and the null first it is of the class that was meant.
# For a CRM: owners, amounts and addresses that may be missing come as empty objects, in code that somebody else generates.
# Write `oneOf` with the null first.
# Source: OpenAPI 3.1.0, 4.8.24 (JSON Schema 2020-12, in which both mean the same to a value).
# Needs the .NET SDK and a NuGet registry.
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
  "openapi": "3.1.0",
  "info": { "title": "T", "version": "1" },
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
      "Money": { "type": "object", "required": ["amount"], "properties": { "amount": { "type": "integer" } } },
      "Lead": {
        "type": "object",
        "properties": {
          "nullSecond": { "anyOf": [{ "$ref": "#/components/schemas/Money" }, { "type": "null" }] },
          "nullFirst": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Money" }] }
        }
      }
    }
  }
}
JSON
dotnet nswag openapi2csclient /input:openapi.json /output:Client.cs /namespace:T /jsonLibrary:SystemTextJson >log || { cat log; exit 1; }
typeOf() { sed -nE "s/^ *public (\S+) $1 \{ get; set; \}.*/\1/p" Client.cs; }
second=$(typeOf NullSecond) first=$(typeOf NullFirst)
echo 'expected: both properties of the type Money'
echo "seen:     null first: $first; null second: $second"
[ "$first" = Money ] && [ "$second" != Money ]
