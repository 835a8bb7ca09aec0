// Compile every .py below a folder with the Python of Pyodide: node compile.mjs PYODIDE_FOLDER FOLDER
// Bytecode fits one version of Python only, and this machine's own may be another.
import { pathToFileURL } from "node:url";

const [core, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: core, stdLibURL: `${core}/python_stdlib.zip` });
pyodide.mountNodeFS("/stage", folder);
pyodide.runPython(`
import pathlib, py_compile, sys, warnings
warnings.simplefilter("ignore")  # what an old library thinks of its own escapes
for path in sorted(pathlib.Path("/stage").rglob("*.py")):
    beside = path.parent / "__pycache__"
    ours = path.relative_to("/stage").parts[0] in ("helpers", "kernel.py")
    target = beside / f"{path.stem}.cpython-312.pyc" if ours else path.with_suffix(".pyc")
    py_compile.compile(
        str(path), str(target), dfile="/lib/am/" + str(path.relative_to("/stage")), doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if not ours:
        path.unlink()  # a library runs from its bytecode; our own source is shown where an error names it
if pathlib.Path("/stage/matplotlib").exists():
    sys.path.insert(0, "/stage")
    import matplotlib.font_manager  # writes its list of fonts beside itself
`);
