#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t cl_send_message(int fd, const void *bytes, size_t length, const int *descriptors, int count) {
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = length};
    union {
        char room[CMSG_SPACE(sizeof(int) * CL_MAX_DESCRIPTORS)];
        struct cmsghdr aligned;
    } control;
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    if (count > CL_MAX_DESCRIPTORS) {
        errno = EMSGSIZE;
        return -1;
    }
    if (count > 0) {
        message.msg_control = control.room;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
        memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t)count);
    }
    ssize_t sent;
    do sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t cl_next_message_length(int fd) { return recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC); }

static void take_descriptors(struct cmsghdr *header, int *descriptors, int room, int *count) {
    int arrived = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < arrived; i++) {
        int fd;
        memcpy(&fd, CMSG_DATA(header) + sizeof(int) * (size_t)i, sizeof fd);
        if (*count < room)
            descriptors[(*count)++] = fd;
        else
            close(fd);
    }
}

ssize_t cl_receive_message(int fd, void *bytes, size_t room, int *descriptors, int *count, struct cl_sender *sender) {
    struct iovec piece = {.iov_base = bytes, .iov_len = room};
    union {
        char room[CMSG_SPACE(sizeof(int) * CL_MAX_DESCRIPTORS) + CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr aligned;
    } control;
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    int descriptor_room = *count;
    *count = 0;
    *sender = (struct cl_sender){0};
    ssize_t got;
    do got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0) return -1;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h != NULL; h = CMSG_NXTHDR(&message, h)) {
        if (h->cmsg_level != SOL_SOCKET) continue;
        if (h->cmsg_type == SCM_RIGHTS) take_descriptors(h, descriptors, descriptor_room, count);
        if (h->cmsg_type == SCM_CREDENTIALS) {
            struct ucred who;
            memcpy(&who, CMSG_DATA(h), sizeof who);
            *sender = (struct cl_sender){.pid = who.pid, .uid = who.uid, .gid = who.gid};
        }
    }
    if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        for (int i = 0; i < *count; i++) close(descriptors[i]);
        *count = 0;
        errno = EMSGSIZE;
        return -1;
    }
    return got;
}
