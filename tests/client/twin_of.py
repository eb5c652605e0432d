"""The tests of a module of tests/sealing, to be run again where the twin listens."""


def tests(*modules, without=()):
    """Their test functions and module fixtures by name, those called `without` left out."""
    found = {}
    for module in modules:
        for name, thing in vars(module).items():
            is_fixture = type(thing).__name__ == "FixtureFunctionDefinition"
            if is_fixture or (name.startswith("test_") and callable(thing) and thing.__module__ == module.__name__):
                assert name not in found or found[name] is thing, f"two modules have a {name}"
                found[name] = thing
    for name in without:
        del found[name]
    return found
