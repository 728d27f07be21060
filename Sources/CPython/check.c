// Compares CPython.h with the real headers where they are installed: the compiler refuses a prototype that differs.
// Built for the oldest Python that is served; what 3.9 does not have must not be used.
#if __has_include(<Python.h>)
#define EMPEROR_REAL_PYTHON 1
#define Py_LIMITED_API 0x03090000
#include <Python.h>
#elif __has_include(<python3.11/Python.h>)
#define EMPEROR_REAL_PYTHON 1
#define Py_LIMITED_API 0x03090000
#include <python3.11/Python.h>
#elif __has_include(<python3.13/Python.h>)
#define EMPEROR_REAL_PYTHON 1
#define Py_LIMITED_API 0x03090000
#include <python3.13/Python.h>
#endif

#include "CPython.h"

#ifdef EMPEROR_REAL_PYTHON
_Static_assert(CPY_METH_VARARGS == METH_VARARGS && CPY_METH_NOARGS == METH_NOARGS && CPY_METH_O == METH_O, "methodobject.h");
_Static_assert(CPY_TP_CALL == Py_tp_call && CPY_TP_DEALLOC == Py_tp_dealloc && CPY_TP_DOC == Py_tp_doc, "typeslots.h");
_Static_assert(CPY_TP_ITER == Py_tp_iter && CPY_TP_ITERNEXT == Py_tp_iternext, "typeslots.h");
_Static_assert(CPY_TP_METHODS == Py_tp_methods, "typeslots.h");
_Static_assert(CPY_FILE_INPUT == Py_file_input, "compile.h");
_Static_assert(CPY_ABI_VERSION == PYTHON_ABI_VERSION, "modsupport.h");
_Static_assert(CPY_HEAD_SIZE == sizeof(PyObject), "object.h");
_Static_assert(sizeof(PyModuleDef) == 13 * sizeof(void *) && offsetof(PyModuleDef, m_name) == 5 * sizeof(void *), "moduleobject.h");
#endif
