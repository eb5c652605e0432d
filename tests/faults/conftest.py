from tests.petitions.conftest import on_the_first_day, own_files  # noqa: F401  as the petitions' tests have them
from tests.stack.conftest import stack, stack_is_here  # noqa: F401
