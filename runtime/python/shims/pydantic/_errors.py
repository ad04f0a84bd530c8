"""Errors of validation: what the converters raise, and pydantic's ValidationError with its texts."""

from json import loads

from surge import kernel

MESSAGES = {
    "missing": "Field required",
    "extra_forbidden": "Extra inputs are not permitted",
    "frozen_instance": "Instance is frozen",
    "frozen_field": "Field is frozen",
    "no_such_attribute": "Object has no attribute '{attribute}'",
    "none_required": "Input should be None",
    "int_type": "Input should be a valid integer",
    "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
    "int_from_float": "Input should be a valid integer, got a number with a fractional part",
    "float_type": "Input should be a valid number",
    "float_parsing": "Input should be a valid number, unable to parse string as a number",
    "finite_number": "Input should be a finite number",
    "bool_type": "Input should be a valid boolean",
    "bool_parsing": "Input should be a valid boolean, unable to interpret input",
    "string_type": "Input should be a valid string",
    "string_pattern_mismatch": "String should match pattern '{pattern}'",
    "bytes_type": "Input should be a valid bytes",
    "list_type": "Input should be a valid list",
    "tuple_type": "Input should be a valid tuple",
    "set_type": "Input should be a valid set",
    "frozen_set_type": "Input should be a valid frozenset",
    "dict_type": "Input should be a valid dictionary",
    "iterable_type": "Input should be iterable",
    "callable_type": "Input should be callable",
    "is_instance_of": "Input should be an instance of {class}",
    "is_subclass_of": "Input should be a subclass of {class}",
    "greater_than": "Input should be greater than {gt}",
    "greater_than_equal": "Input should be greater than or equal to {ge}",
    "less_than": "Input should be less than {lt}",
    "less_than_equal": "Input should be less than or equal to {le}",
    "multiple_of": "Input should be a multiple of {multiple_of}",
    "enum": "Input should be {expected}",
    "literal_error": "Input should be {expected}",
    "path_type": "Input is not a valid {path_type}",
    "ip_v4_address": "Input is not a valid IPv4 address",
    "ip_v6_address": "Input is not a valid IPv6 address",
    "uuid_type": "UUID input should be a string, bytes or UUID object",
    "uuid_parsing": "Input should be a valid UUID, {error}",
    "datetime_type": "Input should be a valid datetime",
    "datetime_from_date_parsing": "Input should be a valid datetime or date, {error}",
    "datetime_parsing": "Input should be a valid datetime, {error}",
    "date_type": "Input should be a valid date",
    "date_from_datetime_parsing": "Input should be a valid date or datetime, {error}",
    "date_from_datetime_inexact": "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "time_type": "Input should be a valid time",
    "time_parsing": "Input should be in a valid time format, {error}",
    "time_delta_type": "Input should be a valid timedelta",
    "time_delta_parsing": "Input should be a valid timedelta, {error}",
    "timezone_aware": "Input should have timezone info",
    "timezone_naive": "Input should not have timezone info",
    "datetime_past": "Input should be in the past",
    "datetime_future": "Input should be in the future",
    "decimal_type": "Decimal input should be an integer, float, string or Decimal object",
    "decimal_parsing": "Input should be a valid decimal",
    "model_type": "Input should be a valid dictionary or instance of {class_name}",
    "model_attributes_type": "Input should be a valid dictionary or object to extract fields from",
    "dataclass_type": "Input should be a dictionary or an instance of {class_name}",
    "union_tag_not_found": "Unable to extract tag using discriminator {discriminator}",
    "union_tag_invalid": "Input tag '{tag}' found using {discriminator} does not match any of the expected tags: {expected_tags}",
    "json_invalid": "Invalid JSON: {error}",
    "json_type": "JSON input should be string, bytes or bytearray",
    "value_error": "Value error, {error}",
    "assertion_error": "Assertion failed, {error}",
    "url_parsing": "Input should be a valid URL, {error}",
    "url_type": "URL input should be a string or URL",
    "url_scheme": "URL scheme should be {expected_schemes}",
}


def plural(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


class Invalid(Exception):
    """Raised by converters: a list of (type, loc, msg, input, ctx)."""

    def __init__(self, errors):
        self.errors = errors


def invalid(kind, value, ctx=None, msg=None):
    """One error at the place where it is raised; whoever contains the value puts its own name in front of loc."""
    if msg is None:
        msg = MESSAGES[kind]
        if ctx is not None:
            msg = msg.format(**ctx)
    return Invalid([(kind, (), msg, value, ctx)])


def as_dicts(errors, prefix=()):
    """The errors as pydantic shows them."""
    result = []
    for kind, loc, msg, value, ctx in errors:
        item = {"type": kind, "loc": (*prefix, *loc), "msg": msg, "input": value}
        if ctx:
            item["ctx"] = ctx
        result.append(item)
    return result


def _short(value):
    text = repr(value)
    return text if len(text) <= 50 else f"{text[:25]}...{text[-24:]}"


class ValidationError(ValueError):
    def __init__(self, title, errors):
        super().__init__(title)
        self.title = title
        self._errors = errors

    def errors(self, *, include_url=True, include_context=True, include_input=True):
        result = as_dicts(self._errors)
        for item in result:
            if not include_context:
                item.pop("ctx", None)
            if not include_input:
                item.pop("input")
            if include_url:
                item["url"] = f"https://errors.pydantic.dev/2.11/v/{item['type']}"
        return result

    def error_count(self):
        return len(self._errors)

    def json(self, *, indent=None, include_url=True, include_context=True, include_input=True):
        from pydantic._serialization import dump_json

        shown = self.errors(include_url=include_url, include_context=include_context, include_input=include_input)
        for item in shown:
            if "ctx" in item:
                item["ctx"] = {key: str(value) if isinstance(value, Exception) else value for key, value in item["ctx"].items()}
        return dump_json(shown, indent)

    def __str__(self):
        lines = [f"{plural(len(self._errors), 'validation error')} for {self.title}"]
        for kind, loc, msg, value, ctx in self._errors:
            if loc:
                lines.append(".".join(str(part) for part in loc))
            lines.append(f"  {msg} [type={kind}, input_value={_short(value)}, input_type={type(value).__name__}]")
            if kind not in _CUSTOM:
                lines.append(f"    For further information visit https://errors.pydantic.dev/2.11/v/{kind}")
        return "\n".join(lines)

    __repr__ = __str__


_CUSTOM = ()


class PydanticUserError(RuntimeError):
    def __init__(self, message, *, code=None):
        super().__init__(message)
        self.message = message
        self.code = code


class PydanticUndefinedAnnotation(PydanticUserError, NameError):
    pass


class PydanticSchemaGenerationError(PydanticUserError):
    """A type that pydantic does not know."""

    def __init__(self, message):
        super().__init__(message, code="schema-for-unknown-type")

    def __str__(self):
        return f"{self.message}\n\nFor further information visit https://errors.pydantic.dev/2.11/u/{self.code}"


class PydanticCustomError(ValueError):
    """An error with the type and the text that the program chose."""

    def __init__(self, error_type, message_template, context=None):
        self.type = error_type
        self.message_template = message_template
        self.context = context
        super().__init__(self.message())

    def message(self):
        return self.message_template.format(**self.context) if self.context else self.message_template

    __str__ = message


def load_json(text, title):
    if kernel.worker is not None:
        # pydantic's own parser: 40 ns a field of some 20 characters.
        kernel.charge_python(2 * len(text))
    try:
        return loads(text)
    except ValueError as error:
        ctx = {"error": str(error)}
        raise ValidationError(title, [("json_invalid", (), f"Invalid JSON: {error}", text, ctx)]) from None
