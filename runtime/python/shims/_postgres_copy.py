"""COPY ... FROM STDIN and COPY ... TO STDOUT, shared by psycopg and psycopg2.

The server's part of it is done here: the world runs statements, so data becomes the rows of one INSERT that it is told to
count as a COPY (HOW.COPY of engine/guest-port.ts), and COPY TO is a SELECT whose rows are written as COPY would write them.
"""

import re
from json import dumps

from surge import kernel

# How DB_QUERY is sent: all rows in one round trip, without parsing and planning each.
COPY = 3

_TOKEN = re.compile(
    r"""\s+ | --[^\n]* | /\*.*?\*/ | [eE]'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | \$(\w*)\$.*?\$\1\$ | \w[\w$]* | .""",
    re.DOTALL | re.VERBOSE,
)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_ESCAPED = {"\\": "\\\\", **{character: f"\\{letter}" for letter, character in _CONTROL.items()}}
_AVAILABLE = "FORMAT text and csv, DELIMITER, NULL, HEADER, QUOTE, ESCAPE"


class CopyError(Exception):
    """What the server would refuse; fields: as those of its own messages."""

    def __init__(self, sqlstate, message, **fields):
        super().__init__(message)
        self.fields = {"severity": "ERROR", "sqlstate": sqlstate, "message": message, **fields}


class _Tokens:
    def __init__(self, sql):
        found = ((match.group(), match.start(), match.end()) for match in _TOKEN.finditer(sql))
        self._tokens = [token for token in found if not (token[0].isspace() or token[0].startswith(("--", "/*")))]
        self._sql = sql
        self._next = 0

    def peek(self, *words):
        token = self._tokens[self._next][0] if self._next < len(self._tokens) else ""
        return token.lower() in words if words else token

    def take(self):
        token = self.peek()
        self._next += 1
        return token

    def skip(self, *words):
        """Whether one of these came next."""
        if self.peek(*words):
            self._next += 1
            return True
        return False

    def expect(self, *words):
        if not self.skip(*words):
            self.refuse()

    def refuse(self):
        if self._next >= len(self._tokens):
            raise CopyError("42601", "syntax error at end of input", position=str(len(self._sql) + 1))
        token, start, _ = self._tokens[self._next]
        raise CopyError("42601", f'syntax error at or near "{token}"', position=str(start + 1))

    def identifier(self):
        token = self.peek()
        if not re.match(r'["\w]', token):
            self.refuse()
        return self.take()

    def string(self):
        token = self.peek()
        if not token.lower().startswith(("'", "e'")):
            self.refuse()
        self._next += 1
        if token[0] == "'":
            return token[1:-1].replace("''", "'")
        return unescape(token[2:-1].replace("''", "'"))

    def identifiers(self):
        """What stands between parentheses, the first of which was taken."""
        names = [self.identifier()]
        while self.skip(","):
            names.append(self.identifier())
        self.expect(")")
        return names

    def parenthesised(self):
        """The text up to the parenthesis that closes the one that was taken."""
        start = self._tokens[self._next - 1][2]
        depth = 1
        while self._next < len(self._tokens):
            token, at, _ = self._tokens[self._next]
            self._next += 1
            depth += (token == "(") - (token == ")")
            if not depth:
                return self._sql[start:at]
        self.refuse()


def _plain(identifier):
    return identifier[1:-1].replace('""', '"') if identifier.startswith('"') else identifier.lower()


def is_copy(sql):
    return bool(_Tokens(sql[:200]).peek("copy"))


class CopyStatement:
    """A COPY as it was written. Raises CopyError where the server would refuse it."""

    def __init__(self, sql):
        tokens = _Tokens(sql)
        tokens.expect("copy")
        self._table = self._query = self._columns = None
        if tokens.skip("("):
            self._query = tokens.parenthesised()
            tokens.expect("to") if tokens.peek("to") else tokens.refuse()
            self.reads = True
        else:
            names = [tokens.identifier()]
            while tokens.skip("."):
                names.append(tokens.identifier())
            self._table = ".".join(names)
            self.table = _plain(names[-1])
            if tokens.skip("("):
                self._columns = tokens.identifiers()
            self.reads = tokens.peek("to")
            tokens.expect("from", "to")
        if tokens.peek("program") or tokens.peek().startswith("'"):
            kernel.not_simulated("COPY with a file or a program of the server", "COPY ... FROM STDIN, COPY ... TO STDOUT")
        tokens.expect("stdout", "stdin")
        self._delimiter = self._null = self._quote = self._escape = None
        self._csv = self._header = False
        tokens.skip("with")
        if tokens.skip("("):
            self._read_options(tokens)
        else:
            self._read_old_options(tokens)
        if tokens.peek("where"):
            kernel.not_simulated("COPY ... WHERE", "COPY without it")
        tokens.skip(";")
        if tokens.peek():
            tokens.refuse()
        self._settle()

    def _read_options(self, tokens):
        while True:
            name = tokens.identifier().lower()
            if name == "format":
                self._set_format(_plain(tokens.take()).strip("'"))
            elif name in ("delimiter", "null", "quote", "escape"):
                setattr(self, f"_{name}", tokens.string())
            elif name == "header":
                self._set_header("true" if tokens.peek(",", ")") else tokens.take().strip("'").lower())
            elif name == "freeze":
                if not tokens.peek(",", ")"):
                    tokens.take()
            elif name == "encoding":
                self._check_encoding(tokens.string())
            else:
                kernel.not_simulated(f"COPY: the option {name.upper()}", _AVAILABLE)
            if not tokens.skip(","):
                break
        tokens.expect(")")

    def _read_old_options(self, tokens):
        """Those of before version 9, without parentheses."""
        while True:
            if tokens.skip("csv"):
                self._csv = True
            elif tokens.skip("header"):
                self._header = True
            elif tokens.peek("delimiter", "null", "quote", "escape"):
                name = tokens.take().lower()
                tokens.skip("as")
                setattr(self, f"_{name}", tokens.string())
            elif tokens.skip("encoding"):
                self._check_encoding(tokens.string())
            elif not tokens.skip("freeze"):
                if tokens.peek("binary", "force"):
                    kernel.not_simulated(f"COPY: the option {tokens.peek().upper()}", _AVAILABLE)
                return

    def _set_format(self, name):
        if name == "binary":
            kernel.not_simulated("COPY: the format binary", _AVAILABLE)
        if name not in ("text", "csv"):
            raise CopyError("22023", f'COPY format "{name}" not recognized')
        self._csv = name == "csv"

    def _set_header(self, value):
        if value == "match":
            kernel.not_simulated("COPY: HEADER MATCH", _AVAILABLE)
        if value not in ("true", "on", "1", "false", "off", "0"):
            raise CopyError("42601", 'header requires a Boolean value or "match"')
        self._header = value in ("true", "on", "1")

    def _check_encoding(self, name):
        if name.lower().replace("-", "") not in ("utf8", "unicode"):
            kernel.not_simulated(f"COPY: the encoding {name}", "UTF8")

    def _settle(self):
        if self._delimiter is None:
            self._delimiter = "," if self._csv else "\t"
        if self._null is None:
            self._null = "" if self._csv else "\\N"
        if len(self._delimiter.encode()) != 1:
            raise CopyError("0A000", "COPY delimiter must be a single one-byte character")
        if not self._csv:
            for name, value in (("QUOTE", self._quote), ("ESCAPE", self._escape)):
                if value is not None:
                    raise CopyError("0A000", f"COPY {name} requires CSV mode")
        self._quote = '"' if self._quote is None else self._quote
        self._escape = self._quote if self._escape is None else self._escape

    # The statements that stand for it.

    def columns_sql(self):
        """Asks for the columns: what the server looks up before it says that it is ready for the data."""
        return f"SELECT {', '.join(self._columns or '*')} FROM {self._table} WHERE false"

    def select_sql(self):
        return self._query if self._query is not None else f"SELECT {', '.join(self._columns or '*')} FROM {self._table}"

    def insert_sql(self, count):
        names = "" if self._columns is None else f" ({', '.join(self._columns)})"
        # Values of identity columns are taken as they come.
        return f"INSERT INTO {self._table}{names} OVERRIDING SYSTEM VALUE VALUES ({', '.join(f'${n}' for n in range(1, count + 1))})"

    def refusal(self, fields):
        """The server's message about one of these statements, as it would be about the COPY."""
        fields = {name: value for name, value in fields.items() if name != "position"}
        if fields.get("sqlstate") == "42703" and self._table is not None:
            fields["message"] = fields["message"].replace(" does not exist", f' of relation "{self.table}" does not exist')
        return fields

    # Data on its way in.

    def rows(self, data, names):
        """A CopyRows of the data."""
        records = _csv_records(data, self) if self._csv else _text_records(data, self)
        if self._header:
            records = records[1:]
        for number, raw, values in records:
            if len(values) < len(names):
                raise CopyError("22P04", f'missing data for column "{names[len(values)]}"', where=self._where(number, f': "{raw}"'))
            if len(values) > len(names):
                raise CopyError("22P04", "extra data after last expected column", where=self._where(number, f': "{raw}"'))
        return CopyRows(self, records, names)

    def _where(self, number, rest=""):
        return f"COPY {self.table}, line {number}{rest}"

    # Data on its way out.

    def lines(self, result):
        """The rows of a result as the server writes them, a line each."""
        write = self._csv_line if self._csv else self._text_line
        lines = [write(result.names)] if self._header else []
        lines += [write(row) for row in result.raw]
        return lines

    def _text_line(self, row):
        null, delimiter = self._null, self._delimiter
        return f"{delimiter.join([null if value is None else self._escaped(value) for value in row])}\n"

    def _escaped(self, value):
        if "\\" in value or not value.isprintable() or self._delimiter in value:
            value = "".join([_ESCAPED.get(character, character) for character in value])
            if self._delimiter != "\t":
                value = value.replace(self._delimiter, f"\\{self._delimiter}")
        return value

    def _csv_line(self, row):
        null, delimiter = self._null, self._delimiter
        alone = len(row) == 1
        return f"{delimiter.join([null if value is None else self._quoted(value, alone) for value in row])}\n"

    def _quoted(self, value, alone):
        quote = self._quote
        if value != self._null and not (alone and value == "\\.") and not any(c in value for c in (self._delimiter, quote, "\n", "\r")):
            return value
        if self._escape != quote:
            value = value.replace(self._escape, self._escape * 2)
        return f"{quote}{value.replace(quote, self._escape + quote)}{quote}"


class CopyRows:
    """Rows that were read from the data of a COPY ... FROM STDIN."""

    def __init__(self, statement, records, names):
        self._statement = statement
        self._records = records
        self._names = names
        self.count = len(records)

    def sql(self):
        return self._statement.insert_sql(len(self._names))

    def encoded(self):
        return dumps([values for _, _, values in self._records])

    def refusal(self, fields):
        """The server's message about the INSERT, as it would be about the COPY: with the line that it speaks of."""
        fields = self._statement.refusal(fields)
        row = fields.pop("row", None)
        if row is not None and row <= self.count:
            number, raw, values = self._records[row - 1]
            fields["where"] = self._statement._where(number, self._place(fields, raw, values))
        return fields

    def _place(self, fields, raw, values):
        """What the server says about a line depends on how far it was with it."""
        sqlstate = fields.get("sqlstate", "")
        if sqlstate[:2] == "22":
            for name, value in zip(self._names, values):
                if value is not None and f'"{value}"' in fields["message"]:
                    return f', column {name}: "{value}"'
        return f': "{raw}"' if sqlstate in ("22P04", "23502", "23514") else ""


def _text_records(data, statement):
    """(number of the line, the line, its values) of each line."""
    records = []
    delimiter, null = statement._delimiter, statement._null
    field = re.compile(rf"(?:[^\\{re.escape(delimiter)}]|\\.)*\\?", re.DOTALL)
    lines = data.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if "\\" not in line:
            raws = line.split(delimiter)
            records.append((number, line, [None if raw == null else raw for raw in raws]))
            continue
        if line == "\\.":
            break
        # A line that ends with an escaping backslash goes on.
        while (len(line) - len(line.rstrip("\\"))) % 2 and number < len(lines):
            line = f"{line}\n{lines[number]}"
            number += 1
        raws = []
        position = 0
        while position <= len(line):
            match = field.match(line, position)
            raws.append(match.group())
            position = match.end() + 1
        records.append((number, line, [None if raw == null else unescape(raw) for raw in raws]))
    return records


def unescape(text):
    """A field of the text format without its backslashes."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match):
    octal, hexadecimal, letter = match.groups()
    if octal is not None:
        return chr(int(octal, 8) & 255)
    if hexadecimal is not None:
        return chr(int(hexadecimal, 16))
    return _CONTROL.get(letter, letter)


def _csv_records(data, statement):
    records = []
    quote = statement._quote
    lines = data.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if quote not in line:
            raws = line.split(statement._delimiter)
            records.append((number, line, [None if raw == statement._null else raw for raw in raws]))
            continue
        while (values := _csv_values(line, statement)) is None:
            if number == len(lines):
                raise CopyError("22P04", "unterminated CSV quoted field", where=statement._where(number, f': "{line}\n"'))
            line = f"{line}\n{lines[number]}"
            number += 1
        records.append((number, line, values))
    return records


def _csv_values(line, statement):
    """The values of a line that has quotes; None: it ends within them."""
    quote, escape, delimiter = statement._quote, statement._escape, statement._delimiter
    values, text = [], []
    inside = quoted = False
    position = 0
    while position < len(line):
        character = line[position]
        position += 1
        if inside:
            if character == escape and position < len(line) and line[position] in (quote, escape):
                text.append(line[position])
                position += 1
            elif character == quote:
                inside = False
            else:
                text.append(character)
        elif character == quote:
            inside = quoted = True
        elif character == delimiter:
            values.append(_csv_value(text, quoted, statement))
            text, quoted = [], False
        else:
            text.append(character)
    if inside:
        return None
    values.append(_csv_value(text, quoted, statement))
    return values


def _csv_value(text, quoted, statement):
    value = "".join(text)
    return None if not quoted and value == statement._null else value
