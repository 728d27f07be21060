// What Swift cannot import by itself: Linux headers beyond POSIX, and a wrapper for each variadic function and for each
// call that wants _GNU_SOURCE (which must not be defined here: the Glibc module is built without it). No logic lives here; the one exception is spawn.c, because vfork cannot be called from Swift.
#ifndef EMPEROR_CLINUX_H
#define EMPEROR_CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fsuid.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/types.h>

int cl_open(const char *path, int flags, mode_t mode);
int cl_fcntl(int fd, int command, long argument);
int cl_prctl(int option, unsigned long argument);
int cl_accept(int fd, int non_blocking);
int cl_pipe(int ends[2]);
int cl_temporary(char *path);
/// Has a listening TCP socket drop what would begin a connection, and nothing else (socket(7), SO_ATTACH_FILTER).
int cl_drop_newcomers(int fd);
int cl_admit_newcomers(int fd);
int cl_pidfd_open(pid_t pid);
int cl_pidfd_signal(int pidfd, int number);
/// A memory file that can never change its size (memfd_create(2), sealed).
int cl_sealed_memory(const char *name, size_t length);
int cl_set_ids(uid_t uid, gid_t gid, const gid_t *groups, size_t count);
int cl_trim_memory(void);
void cl_release_stack(void);
pid_t cl_thread_id(void);
/// tgkill(2) within this process.
int cl_signal_thread(pid_t thread, int number);
/// Connections that wait on a listening socket, TCP or unix; -1 with errno where the kernel does not say.
int cl_queue_length(int fd);
int cl_limit_processes(void);
int cl_limit_descriptors(pid_t pid, uint64_t soft, uint64_t hard);

/// openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS, for reading.
int cl_open_beneath(int directory, const char *path);
/// openat(2) of a place alone (O_PATH).
int cl_open_place(int directory, const char *path);

/// Compiles a regular expression with the machine's PCRE2 (pcre2api(3)); NULL with the reason in *message*, and in *offset*
/// where in the text.
void *cl_expression(const char *text, size_t length, char *message, size_t room, size_t *offset);
/// Looks for it: the number of places (pairs of offsets, the whole match first) that were written, at most *most*; 0 where it
/// does not match; -1 where that could not be found out within bounds of work and memory.
int cl_expression_match(const void *expression, const char *subject, size_t length, size_t *places, int most);
void cl_expression_free(void *expression);

/// The most descriptors one message may carry; the kernel's own limit (SCM_MAX_FD) is 253.
enum { CL_MAX_DESCRIPTORS = 250 };

/// Who sent a message, as the kernel vouches for it (SCM_CREDENTIALS); pid is 0 when it did not say.
struct cl_sender {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};

/// sendmsg(2) with descriptors attached.
ssize_t cl_send_message(int fd, const void *bytes, size_t length, const int *descriptors, int count);

/// The length of the message that comes next, without taking it; -1 with errno when there is none.
ssize_t cl_next_message_length(int fd);

/// recvmsg(2): descriptors arrive close-on-exec; *count holds room on entry and the number received on return.
/// Fails with EMSGSIZE when the message or its descriptors did not fit (what arrived is closed).
ssize_t cl_receive_message(int fd, void *bytes, size_t room, int *descriptors, int *count, struct cl_sender *sender);

/// One resource limit for a child, soft and hard alike.
struct cl_limit {
    int resource;
    uint64_t value;
};

/// What a child is to be. Every pointer stays owned by the caller and is only read.
struct cl_spawn_request {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const char *directory; // NULL: stay
    const int *sources;    // descriptors of the parent...
    const int *targets;    // ...and the numbers they get in the child; all others are closed
    int descriptors;
    int change_user; // the next four count only when set
    uid_t uid;
    gid_t gid;
    const gid_t *groups;
    int group_count;
    const struct cl_limit *limits;
    int limit_count;
    int new_session;
    int death_signal; // 0: none
    int file_mask;    // -1: inherit
};

/// Starts a process: vfork, so that the caller's size does not matter, and the parent reads the child's errno from
/// shared memory. Returns the pid, or -1 with errno set and *step naming the call that failed in the child.
pid_t cl_spawn(const struct cl_spawn_request *request, const char **step);

#endif
