// Regular expressions of PCRE2, which is loaded when the first one is compiled: the programs do not need it otherwise. Its
// binary interface is stable (pcre2(3)), so that its header is not needed to build.
#include "CLinux.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// Steps of one match, and its memory in KiB: a few milliseconds, whatever the expression and the text are.
enum { MOST_STEPS = 250000, MOST_MEMORY = 16384, NO_MATCH = -1 };

static struct {
    void *(*compile)(const char *, size_t, uint32_t, int *, size_t *, void *);
    void (*code_free)(void *);
    int (*error_message)(int, char *, size_t);
    void *(*data)(const void *, void *);
    void (*data_free)(void *);
    size_t *(*places)(void *);
    int (*match)(const void *, const char *, size_t, size_t, uint32_t, void *, void *);
    void *(*bounds)(void *);
    int (*bound_steps)(void *, uint32_t);
    int (*bound_memory)(void *, uint32_t);
    void *context;
} pcre;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libpcre2-8.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    pcre.compile = dlsym(library, "pcre2_compile_8");
    pcre.code_free = dlsym(library, "pcre2_code_free_8");
    pcre.error_message = dlsym(library, "pcre2_get_error_message_8");
    pcre.data = dlsym(library, "pcre2_match_data_create_from_pattern_8");
    pcre.data_free = dlsym(library, "pcre2_match_data_free_8");
    pcre.places = dlsym(library, "pcre2_get_ovector_pointer_8");
    pcre.match = dlsym(library, "pcre2_match_8");
    pcre.bounds = dlsym(library, "pcre2_match_context_create_8");
    pcre.bound_steps = dlsym(library, "pcre2_set_match_limit_8");
    pcre.bound_memory = dlsym(library, "pcre2_set_heap_limit_8");
    if (!pcre.compile || !pcre.code_free || !pcre.error_message || !pcre.data || !pcre.data_free || !pcre.places ||
        !pcre.match || !pcre.bounds || !pcre.bound_steps || !pcre.bound_memory)
        return;
    void *context = pcre.bounds(NULL);
    if (!context) return;
    pcre.bound_steps(context, MOST_STEPS);
    pcre.bound_memory(context, MOST_MEMORY);
    pcre.context = context;
}

void *cl_expression(const char *text, size_t length, char *message, size_t room, size_t *offset) {
    int code = 0;
    *offset = 0;
    pthread_once(&once, load);
    if (!pcre.context) {
        snprintf(message, room, "regular expressions need libpcre2-8.so.0 of 10.30 or newer, which is not on this machine");
        return NULL;
    }
    void *expression = pcre.compile(text, length, 0, &code, offset, NULL);
    if (!expression) pcre.error_message(code, message, room);
    return expression;
}

int cl_expression_match(const void *expression, const char *subject, size_t length, size_t *places, int most) {
    void *data = pcre.data(expression, NULL);
    if (!data) return -1;
    int count = pcre.match(expression, subject, length, 0, 0, data, pcre.context);
    if (count > most) count = most;
    const size_t *found = pcre.places(data);
    for (int index = 0; index < count * 2; index++) places[index] = found[index];
    pcre.data_free(data);
    if (count == NO_MATCH) return 0;
    return count > 0 ? count : -1;
}

void cl_expression_free(void *expression) { pcre.code_free(expression); }
