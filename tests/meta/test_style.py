"""The limits of size, complexity and naming that ruff does not check: each limit is one line of numbers here."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import mean, median

import grimp
from project_paths import ROOT, TESTS
from radon.complexity import cc_visit
from radon.visitors import Function

import followupd

PACKAGE = Path(followupd.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TEST_FILES = sorted(TESTS.rglob("*.py"))

# Where a limit is above the design's bar, it is what holds now: it may only be lowered.
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 45
MEDIAN_FUNCTION_LINES = 6
MAX_COMPLEXITY = 12
MEAN_COMPLEXITY = 3.57  # bar: 3.0
MAX_DENSE_COMPREHENSIONS = 0
MAX_PACKAGE_ENTRIES = 14  # the page is a subject of its own
MAX_TEST_ENTRIES = 21  # one for each folder of the package, and the house
MAX_LAYERS = 12
MAX_ONE_WORD_FUNCTIONS = 0.08
MAX_PARTICIPLES = 0.005

# Words that do not say what a variable holds.
PARTICIPLES = """
    added answered asked called caught changed counted dated done folded found gone given heard heeded
    held here joined judged kept known lifted looked lost made marked meant met missed moved named noted
    quoted said seen sent shown signed spoken taken thanked there told tried turned used vouched waited
    wanted written
"""

# Public names that may stand twice in one folder, each with its reason.
_IN_A_WORKER = "setup/importers/worker.py does the same in a worker process"
ALLOWED_NAMESAKES = {
    "status": "typer calls a command like its function: `followupd status` and `followupd service status`",
    "read_cards": _IN_A_WORKER,
    "read_invitation": _IN_A_WORKER,
    "read_photo": _IN_A_WORKER,
}

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@cache
def parse_module(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield each function and method of the package, with the place where it stands."""
    for path in MODULES:
        for node in ast.walk(parse_module(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}:{node.lineno} {node.name}", node


def line_count(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@cache
def complexities() -> dict[str, int]:
    """Return the complexity of each function and method, as radon counts it."""
    blocks = {}
    for path in MODULES:
        for block in cc_visit(path.read_text()):
            if isinstance(block, Function):
                blocks[f"{name_of(path)}:{block.lineno} {block.fullname}"] = block.complexity
    return blocks


def variables(module: ast.Module) -> Iterator[str]:
    """Yield the name of each variable, parameter and field at the place where it is bound."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id.strip("_")
        elif isinstance(node, ast.arg):
            yield node.arg.strip("_")


def public_definitions(path: Path) -> Iterator[str]:
    for node in parse_module(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node.name


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(parse_module(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def entries(directory: Path) -> list[str]:
    """Return the folders and modules at the top of a directory."""
    return [
        p.name for p in directory.iterdir() if p.name != "__pycache__" and (p.is_dir() or p.suffix == ".py")
    ]


def exceeding(values: dict[str, int], limit: int) -> str:
    """Return a line for each value above its limit, the greatest first."""
    greatest_first = sorted(values.items(), key=lambda item: -item[1])
    return "\n".join(f"{value} {place}" for place, value in greatest_first if value > limit)


def test_no_module_is_longer_than_the_limit() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    long_modules = exceeding(lengths, MAX_MODULE_LINES)
    assert not long_modules, long_modules


def test_no_function_is_longer_than_the_limit() -> None:
    lengths = {place: line_count(node) for place, node in functions()}
    long_functions = exceeding(lengths, MAX_FUNCTION_LINES)
    assert not long_functions, long_functions
    assert median(lengths.values()) <= MEDIAN_FUNCTION_LINES


def test_no_function_is_more_complex_than_the_limit() -> None:
    complex_functions = exceeding(complexities(), MAX_COMPLEXITY)
    assert not complex_functions, complex_functions


def test_functions_are_simple_on_average() -> None:
    average = mean(complexities().values())
    assert average <= MEAN_COMPLEXITY


def test_functions_are_called_by_verb_and_object() -> None:
    names = [node.name.strip("_") for _, node in functions() if not node.name.endswith("__")]
    assert len([name for name in names if "_" not in name]) / len(names) <= MAX_ONE_WORD_FUNCTIONS


def test_variables_are_called_by_nouns() -> None:
    names = Counter(name for path in MODULES for name in variables(parse_module(path)))
    participles = {name: count for name, count in names.items() if name in PARTICIPLES.split()}
    assert sum(participles.values()) / names.total() <= MAX_PARTICIPLES, participles


def test_a_public_name_stands_once_in_each_folder() -> None:
    modules = defaultdict(list)
    for path in MODULES:
        for name in public_definitions(path):
            modules[path.relative_to(PACKAGE).parts[0], name].append(name_of(path))
    namesakes = {name: places for (_, name), places in modules.items() if len(places) > 1}
    unexpected = {name: places for name, places in namesakes.items() if name not in ALLOWED_NAMESAKES}
    assert not unexpected, unexpected
    assert [name for name in ALLOWED_NAMESAKES if name not in namesakes] == []


def test_hardly_a_comprehension_holds_another_one_or_binds_a_name() -> None:
    dense = [
        f"{name_of(path)}:{inner.lineno}"
        for path in MODULES
        for outer in ast.walk(parse_module(path))
        if isinstance(outer, COMPREHENSIONS)
        for inner in ast.walk(outer)
        if inner is not outer and isinstance(inner, (*COMPREHENSIONS, ast.NamedExpr))
    ]
    assert len(dense) <= MAX_DENSE_COMPREHENSIONS, "\n".join(dense)


def explained_names(node: ast.AST) -> list[str]:
    """Return what a docstring explains as `name`: text."""
    docstring = ast.get_docstring(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else None
    return re.findall(r"`([a-z_]+)`:", docstring or "")


def known_names(node: ast.AST) -> set[str]:
    """Return the parameters of a function; the fields, methods and parameters of a class."""
    if isinstance(node, ast.FunctionDef):
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg)
        return {argument.arg for argument in arguments if argument}
    inner = [part for part in ast.walk(node) if part is not node]
    fields = {n.target.id for n in inner if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    attributes = {n.attr for n in inner if isinstance(n, ast.Attribute)}
    methods = [n for n in inner if isinstance(n, ast.FunctionDef)]
    return fields | attributes | {m.name for m in methods} | {p for m in methods for p in known_names(m)}


def test_a_docstring_explains_only_what_there_is() -> None:
    stale = [
        f"{name_of(path)}:{node.lineno} {name}"
        for path in MODULES
        for node in ast.walk(parse_module(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        for name in explained_names(node)
        if name not in known_names(node)
    ]
    assert not stale, "\n".join(stale)


def test_the_init_file_of_a_folder_is_one_docstring() -> None:
    folders = [path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE]
    assert len(folders) > 10
    for path in folders:
        statements = parse_module(path).body
        assert len(statements) == 1, name_of(path)
        assert ast.get_docstring(parse_module(path)), name_of(path)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("followupd", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(list(TopologicalSorter(imports).static_order())) == len(graph.modules)  # or a CycleError


def test_the_tops_and_the_contract_fit_on_one_screen() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert len(entries(PACKAGE)) <= MAX_PACKAGE_ENTRIES
    assert len(entries(TESTS)) <= MAX_TEST_ENTRIES
    assert len(contracts[0]["layers"]) <= MAX_LAYERS


def test_test_files_import_helpers_only() -> None:
    imported = {name_of(path): set(imported_modules(path)) for path in TEST_FILES}
    mocking = [file for file, modules in imported.items() if any(m.startswith("unittest") for m in modules)]
    assert mocking == []
    borrowing = [file for file, modules in imported.items() if any("test_" in m for m in modules)]
    assert borrowing == []
