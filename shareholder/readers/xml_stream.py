"""XML in pieces through expat, which keeps nothing, with everything refused that a filing has no use for.

Document types are refused before anything in them is read, and with them every entity that expands or fetches. What
expat itself would gather in memory (a tag or comment that doesn't end) has a limit.
"""

from xml.parsers import expat

from shareholder.readers.refused import Unreadable

CHUNK = 1 << 16
LONGEST_TOKEN = 1 << 20  # bytes that expat may hold back
DEEPEST = 20_000  # tags that are open, about: they are counted as bytes, which comments and borders of chunks blur

NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]

DOCTYPE = "The file declares a document type or entities, which no such filing has. It was not read."
BROKEN = "The file is not well-formed XML, or it ends too early (near byte {at})."
ENDLESS = "Something in the file doesn't end (near byte {at})."
TOO_DEEP = "The file nests its elements deeper than any filing does."
EMPTY = "The file is empty."


def refuse(*_):
    raise Unreadable(DOCTYPE)


def guarded():
    """An expat parser that refuses document types and entities of its own."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def chunks_of(file):
    while chunk := file.read(CHUNK):
        yield chunk


def feed(parser, chunks):
    """Parse the chunks one by one, yielding after each how many bytes were read. Unreadable where the XML is none."""
    fed = opened = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            opened += chunk.count(b"<") - 2 * chunk.count(b"</") - chunk.count(b"/>") - chunk.count(b"<!")
            if opened > DEEPEST:
                raise Unreadable(TOO_DEEP)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN + CHUNK:
                raise Unreadable(ENDLESS.format(at=parser.CurrentByteIndex))
            yield fed
        if not fed:
            raise Unreadable(EMPTY)
        parser.Parse(b"", True)
        yield fed
    except expat.ExpatError as problem:
        if problem.code == NO_MEMORY:  # the limit of this process was reached inside expat: the file may be sound
            raise MemoryError from None
        raise Unreadable(BROKEN.format(at=parser.ErrorByteIndex)) from None
    except (LookupError, ValueError) as problem:  # an encoding that isn't there, or characters outside of it
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(BROKEN.format(at=parser.CurrentByteIndex)) from None
