"""schemas – JSON Schemas of rule files and settings for editors, made from the classes that read them.

What an editor shows about an option is what the head of its kind's module says.
"""

import dataclasses
import json
import typing
from enum import Enum
from types import UnionType
from typing import Any, Literal

import regex
import yaml

from textlint.kinds import KINDS
from textlint.lexicon import LANGUAGES
from textlint.model import Example, Shared, Table
from textlint.rules import RuleFile
from textlint.settings import KEYS, SettingsFile

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"  # the latest that editors know for YAML and for TOML
TEXT: Schema = {"type": ["string", "number", "boolean"]}  # rules take 2024 and no for texts
PLAIN: dict[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Table: {"type": "string", "pattern": r"^[^/\\]+\.tsv$"},
    yaml.Node: {"type": "object"},
}
DOCUMENTED = regex.compile(r"(?m)^ {4,}(?:(?P<name>\w+): |# )\s*(?P<remark>\S.*)$")


def text(of: str) -> str:
    """The schema of a "rule" or of "settings", as its file holds it."""
    made = rule() if of == "rule" else settings()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def rule() -> Schema:
    """The schema of rule files; what `options` may hold hangs on `kind`."""
    schema = _of_dataclass(RuleFile)
    properties = schema["properties"]
    properties["kind"] |= {"type": "string", "enum": list(KINDS)}
    properties["language"] |= {"type": "string", "enum": sorted(LANGUAGES)}
    example = _of_dataclass(Example)
    del example["properties"]["line"]
    example |= {"dependencies": {"good": ["bad"]}, "oneOf": [{"required": ["bad"]}, {"required": ["ok"]}]}
    properties["examples"] |= {"minItems": 2, "items": {"$ref": "#/definitions/example"}}
    definitions, cases = {"example": example, "shared": _of_dataclass(Shared)}, []
    for name in KINDS:
        definitions[name] = _of_kind(name)
        then: Schema = {"properties": {"options": {"$ref": f"#/definitions/{name}"}}}
        if definitions[name].get("required"):
            then["required"] = ["options"]
        cases.append({"if": {"properties": {"kind": {"const": name}}}, "then": then})
    return _headed("rule", "A rule of textlint", {**schema, "allOf": cases, "definitions": definitions})


def settings() -> Schema:
    """The schema of settings files; any option of any kind may be given for a rule, but for tables."""
    definitions = {"shared": _of_dataclass(Shared)}
    for name, kind in KINDS.items():
        options = definitions[name] = _of_kind(name)
        options.pop("required", None)
        for key, hint in typing.get_type_hints(kind.Options).items():
            if Table in (hint, *typing.get_args(hint)):
                del options["properties"][key]
    schema = _of_keys(SettingsFile)
    some = schema["properties"]["overrides"]["items"]
    some["required"] = ["paths"]
    for properties in (schema["properties"], some["properties"]):
        kinds = [{"$ref": f"#/definitions/{name}"} for name in KINDS]
        properties["options"]["additionalProperties"] = {"anyOf": kinds}
    return _headed("settings", "Settings of textlint", {**schema, "definitions": definitions})


def _headed(name: str, title: str, schema: Schema) -> Schema:
    return {"$schema": DRAFT, "$id": f"{name}.schema.json", "title": title, **schema}


def _of_kind(name: str) -> Schema:
    return _of_dataclass(KINDS[name].Options, KINDS[name].__doc__ or "")


def _of_dataclass(into: type, documented: str | None = None) -> Schema:
    """The schema of what `nodes.build` reads as a dataclass; its keys may be documented elsewhere."""
    about = _remarks(into.__doc__ or "" if documented is None else documented)
    hints, properties, required = typing.get_type_hints(into), {}, []
    for field in dataclasses.fields(into):
        properties[field.name] = _of(hints[field.name], TEXT)
        if field.name in about:
            properties[field.name]["description"] = about[field.name]
        if isinstance(field.default, (str, int, float)) and field.default != "":
            properties[field.name]["default"] = field.default
        if field.default is field.default_factory is dataclasses.MISSING:
            required.append(field.name)
    asked = {"required": required} if required else {}
    return {"type": "object", "properties": properties, **asked, "additionalProperties": False}


def _of_keys(into: Any) -> Schema:
    """The schema of a table in a settings file."""
    properties = {}
    for name, hint in typing.get_type_hints(into).items():
        key = name.replace("_", "-")
        properties[key] = {**_of(hint, {"type": "string"}), "description": KEYS[key].about}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _of(hint: Any, text: Schema) -> Schema:
    """The schema of a value; `text` is that of a text."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return _of(next(each for each in inner if each is not type(None)), text)
    if origin in (tuple, list):
        items = _of(inner[0], text)
        if items == TEXT:  # a list of a rule may name a table that has some of its items
            items = {"anyOf": [TEXT, {"$ref": "#/definitions/shared"}]}
        return {"type": "array", "items": items}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inner[1], text)}
    if typing.is_typeddict(hint):
        return _of_keys(hint)
    if origin is Literal or (isinstance(hint, type) and issubclass(hint, Enum)):
        return {"type": "string", "enum": list(inner) or [str(each) for each in hint]}
    return dict(PLAIN.get(hint, text))


def _remarks(documented: str) -> dict[str, str]:
    """What indented lines say of keys: `key: an example  # a remark`, and lines where that goes on."""
    about: dict[str, str] = {}
    last = ""
    for match in DOCUMENTED.finditer(documented):
        parted = "\n" if match["name"] else " "
        last = match["name"] or last
        remark = " ".join(match["remark"].split())
        about[last] = f"{about[last]}{parted}{remark}" if last in about else remark
    return about
