// The child half runs on the parent's memory (vfork): no allocation, no library call that locks, no errno of libc's
// making after the failing step. Signals are blocked around it so that no handler of the parent runs in the child.
#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct child_report {
    volatile int error;
    const char *volatile step;
};

static void reset_signals(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &plain, NULL);
}

/// Moves every wanted descriptor above the targets first, so that no target overwrites a source still to come.
static int place_descriptors(const struct cl_spawn_request *request, int *moved) {
    int highest = 2;
    for (int i = 0; i < request->descriptors; i++)
        if (request->targets[i] > highest) highest = request->targets[i];
    for (int i = 0; i < request->descriptors; i++) {
        moved[i] = fcntl(request->sources[i], F_DUPFD_CLOEXEC, highest + 1);
        if (moved[i] < 0) return -1;
    }
    for (int i = 0; i < request->descriptors; i++)
        if (dup2(moved[i], request->targets[i]) < 0) return -1;
    return (int)syscall(SYS_close_range, (unsigned)highest + 1, ~0U, 0);
}

/// setresuid and friends by raw system call: the library's wrappers signal every thread of the process.
static int take_identity(const struct cl_spawn_request *request) {
    if (syscall(SYS_setgroups, request->group_count, request->groups) < 0) return -1;
    if (syscall(SYS_setresgid, request->gid, request->gid, request->gid) < 0) return -1;
    return (int)syscall(SYS_setresuid, request->uid, request->uid, request->uid);
}

static int set_limits(const struct cl_spawn_request *request) {
    for (int i = 0; i < request->limit_count; i++) {
        struct rlimit limit = {.rlim_cur = request->limits[i].value, .rlim_max = request->limits[i].value};
        if (setrlimit((__rlimit_resource_t)request->limits[i].resource, &limit) < 0) return -1;
    }
    return 0;
}

#define ATTEMPT(name, call)                 \
    if ((call) < 0) {                       \
        report->error = errno;              \
        report->step = name;                \
        _exit(127);                         \
    }

static void become(const struct cl_spawn_request *request, struct child_report *report, int *moved, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    reset_signals();
    if (request->new_session) ATTEMPT("setsid", setsid());
    if (request->file_mask >= 0) umask((mode_t)request->file_mask);
    ATTEMPT("dup2", place_descriptors(request, moved));
    if (request->change_user) ATTEMPT("setresuid", take_identity(request));
    if (request->death_signal) {
        // After the change of user, which clears it; and the parent may have died before it was set.
        ATTEMPT("prctl", prctl(PR_SET_PDEATHSIG, request->death_signal));
        if (getppid() != parent) _exit(127);
    }
    if (request->directory) ATTEMPT("chdir", chdir(request->directory));
    ATTEMPT("setrlimit", set_limits(request));
    sigprocmask(SIG_SETMASK, &none, NULL);
    ATTEMPT("execve", execve(request->path, request->arguments, request->environment));
}

pid_t cl_spawn(const struct cl_spawn_request *request, const char **step) {
    struct child_report report = {0, NULL};
    int moved[request->descriptors + 1];
    sigset_t all, before;
    pid_t parent = getpid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0) {
        become(request, &report, moved, parent);
        _exit(127);
    }
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid < 0) {
        *step = "vfork";
        errno = error;
        return -1;
    }
    if (report.error) {
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
        *step = (const char *)report.step;
        errno = report.error;
        return -1;
    }
    return pid;
}
