#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int cl_open(const char *path, int flags, mode_t mode) { return open(path, flags | O_CLOEXEC, mode); }
int cl_fcntl(int fd, int command, long argument) { return fcntl(fd, command, argument); }
int cl_prctl(int option, unsigned long argument) { return prctl(option, argument, 0, 0, 0); }
int cl_accept(int fd, int non_blocking) {
    return accept4(fd, NULL, NULL, SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0));
}
int cl_open_beneath(int directory, const char *path) {
    struct open_how how = {
        .flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}
int cl_open_place(int directory, const char *path) { return openat(directory, path, O_PATH | O_CLOEXEC); }
int cl_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
int cl_temporary(char *path) { return mkostemp(path, O_CLOEXEC); }
// The filter sees a segment from its TCP header on; byte 13 holds the flags, 2 is SYN (RFC 9293 section 3.1).
int cl_drop_newcomers(int fd) {
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    struct sock_fprog filter = {.len = sizeof steps / sizeof *steps, .filter = steps};
    return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}
int cl_admit_newcomers(int fd) {
    int unused = 0;
    return setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused);
}
int cl_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
int cl_pidfd_signal(int pidfd, int number) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0);
}

int cl_sealed_memory(const char *name, size_t length) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    if (ftruncate(fd, (off_t)length) < 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}


int cl_set_ids(uid_t uid, gid_t gid, const gid_t *groups, size_t count) {
    if (setgroups(count, groups) < 0) return -1;
    if (setresgid(gid, gid, gid) < 0) return -1;
    return setresuid(uid, uid, uid);
}

pid_t cl_thread_id(void) { return gettid(); }
int cl_signal_thread(pid_t thread, int number) { return tgkill(getpid(), thread, number); }

int cl_trim_memory(void) { return malloc_trim(0); }
int cl_limit_processes(void) { return RLIMIT_NPROC; }
int cl_limit_descriptors(pid_t pid, uint64_t soft, uint64_t hard) {
    struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
    return prlimit(pid, RLIMIT_NOFILE, &limit, NULL);
}

// What deep calls have left below the frames that live: as much as a megabyte, well within the gap that the kernel leaves
// between a process' first stack and whatever else is mapped; other threads' stacks have none. The red zone and this
// call's own frames stay.
void cl_release_stack(void) {
    if (gettid() != getpid()) return;
    const uintptr_t size = 1 << 20, kept = 16 * 1024, page = 4096;
    uintptr_t end = ((uintptr_t)__builtin_frame_address(0) - kept) & ~(page - 1);
    // ENOMEM says that not all of it is mapped; what is, has been released (madvise(2)).
    madvise((void *)(end - size), size, MADV_DONTNEED);
}
