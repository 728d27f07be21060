// The part of CPython's stable ABI that the worker uses, declared here because Python.h cannot be imported as a module:
// it sets feature macros before the system's headers. check.c has the C compiler compare this with the real one.
// https://docs.python.org/3/c-api/stable.html
#ifndef EMPEROR_CPYTHON_H
#define EMPEROR_CPYTHON_H

#include <stddef.h>
#include <sys/types.h>

typedef struct _object PyObject;
typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;
typedef struct _typeobject PyTypeObject;
typedef ssize_t Py_ssize_t;

#ifndef Py_PYTHON_H
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);

typedef struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
} PyMethodDef;

typedef struct PyModuleDef {
    Py_ssize_t reference_count; // PyObject_HEAD
    PyTypeObject *type;
    PyObject *(*m_init)(void); // rest of PyModuleDef_Base
    Py_ssize_t m_index;
    PyObject *m_copy;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size;
    PyMethodDef *m_methods;
    void *m_slots;
    void *m_traverse;
    void *m_clear;
    void *m_free;
} PyModuleDef;

typedef struct {
    int slot;
    void *pfunc;
} PyType_Slot;

typedef struct {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
} PyType_Spec;
#endif

// Numbers of CPython's headers (methodobject.h, typeslots.h, modsupport.h, compile.h); checked as well.
#define CPY_METH_VARARGS 0x0001
#define CPY_METH_NOARGS 0x0004
#define CPY_METH_O 0x0008
#define CPY_TP_CALL 50
#define CPY_TP_DEALLOC 52
#define CPY_TP_DOC 56
#define CPY_TP_ITER 62
#define CPY_TP_ITERNEXT 63
#define CPY_TP_METHODS 64
#define CPY_FILE_INPUT 257
#define CPY_ABI_VERSION 3

// Objects and their references.
void Py_IncRef(PyObject *);
void Py_DecRef(PyObject *);
PyObject *PyObject_GetAttr(PyObject *, PyObject *);
PyObject *PyObject_GetAttrString(PyObject *, const char *);
PyObject *PyObject_Call(PyObject *, PyObject *, PyObject *);
PyObject *PyObject_CallObject(PyObject *, PyObject *);
PyObject *PyObject_GetIter(PyObject *);
PyObject *PyObject_Str(PyObject *);
int PyObject_IsTrue(PyObject *);
PyObject *PyIter_Next(PyObject *);
void PyObject_Free(void *);

// Types and modules.
PyObject *PyType_FromSpec(PyType_Spec *);
PyObject *PyType_GenericAlloc(PyTypeObject *, Py_ssize_t);
int PyType_IsSubtype(PyTypeObject *, PyTypeObject *);
unsigned long PyType_GetFlags(PyTypeObject *);
PyObject *PyModule_Create2(PyModuleDef *, int);
PyObject *PyModule_GetDict(PyObject *);
PyObject *PyModule_New(const char *);
PyObject *PyImport_ImportModule(const char *);

// Numbers, text and bytes.
PyObject *PyLong_FromLong(long);
PyObject *PyLong_FromSsize_t(Py_ssize_t);
Py_ssize_t PyLong_AsSsize_t(PyObject *);
PyObject *PyBool_FromLong(long);
PyObject *PyUnicode_DecodeLatin1(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeFSDefaultAndSize(const char *, Py_ssize_t);
PyObject *PyUnicode_FromStringAndSize(const char *, Py_ssize_t);
PyObject *PyUnicode_InternFromString(const char *);
PyObject *PyUnicode_AsLatin1String(PyObject *);
/// Exported since 3.3 with this signature; part of the stable ABI from 3.10 on, so that 3.9's headers hide it.
const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
PyObject *PyBytes_FromStringAndSize(const char *, Py_ssize_t);
int PyBytes_AsStringAndSize(PyObject *, char **, Py_ssize_t *);

// Containers.
PyObject *PyDict_New(void);
PyObject *PyDict_Copy(PyObject *);
int PyDict_SetItem(PyObject *, PyObject *, PyObject *);
int PyDict_SetItemString(PyObject *, const char *, PyObject *);
PyObject *PyDict_GetItemString(PyObject *, const char *);
PyObject *PyList_New(Py_ssize_t);
Py_ssize_t PyList_Size(PyObject *);
PyObject *PyList_GetItem(PyObject *, Py_ssize_t);
int PyList_Append(PyObject *, PyObject *);
PyObject *PyTuple_New(Py_ssize_t);
Py_ssize_t PyTuple_Size(PyObject *);
PyObject *PyTuple_GetItem(PyObject *, Py_ssize_t);
int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);

// Errors.
PyObject *PyErr_Occurred(void);
void PyErr_Clear(void);
void PyErr_PrintEx(int);
void PyErr_SetString(PyObject *, const char *);
void PyErr_SetObject(PyObject *, PyObject *);
void PyErr_Fetch(PyObject **, PyObject **, PyObject **);
void PyErr_Restore(PyObject *, PyObject *, PyObject *);
void PyErr_NormalizeException(PyObject **, PyObject **, PyObject **);
int PyErr_ExceptionMatches(PyObject *);

// Running code.
PyObject *Py_CompileString(const char *, const char *, int);
PyObject *PyEval_EvalCode(PyObject *, PyObject *, PyObject *);
PyObject *PyEval_GetBuiltins(void);

// The interpreter's lock, its threads, and fork.
PyThreadState *PyEval_SaveThread(void);
void PyEval_RestoreThread(PyThreadState *);
PyThreadState *PyThreadState_Get(void);
PyInterpreterState *PyInterpreterState_Get(void);
PyThreadState *PyThreadState_New(PyInterpreterState *);
void PyOS_BeforeFork(void);
void PyOS_AfterFork_Parent(void);
void PyOS_AfterFork_Child(void);

/// The number of references to an object. A field of every object's head: the lower half on the versions that keep flags
/// in the upper (3.12 and later), and no count comes near that limit.
static inline unsigned cpy_reference_count(const PyObject *object) { return *(const unsigned *)object; }

/// The type of an object, borrowed (the second word of every object's head).
static inline PyTypeObject *cpy_type(const PyObject *object) { return *(PyTypeObject *const *)((const char *)object + 8); }

/// Bytes of the head of every object; a type's own data follows it.
#define CPY_HEAD_SIZE 16

#endif
