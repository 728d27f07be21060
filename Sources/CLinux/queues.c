// How many connections wait on a listening socket. TCP tells with TCP_INFO, a unix socket over netlink alone (sock_diag(7)).
#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct question {
    struct nlmsghdr header;
    struct unix_diag_req request;
};

static int tcp_queue_length(int fd) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0) return -1;
    return (int)info.tcpi_unacked; // of a listening socket: its queue
}

static int ask(int netlink, ino_t inode) {
    struct question question = {
        .header = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
        .request = {
            .sdiag_family = AF_UNIX,
            .udiag_states = ~0U,
            .udiag_ino = (uint32_t)inode,
            .udiag_show = UDIAG_SHOW_RQLEN,
            .udiag_cookie = {~0U, ~0U}}};
    return send(netlink, &question, sizeof question, 0) < 0 ? -1 : 0;
}

static int understand(struct nlmsghdr *answer, ssize_t length) {
    if (!NLMSG_OK(answer, length) || answer->nlmsg_type != SOCK_DIAG_BY_FAMILY) return -1;
    struct unix_diag_msg *message = NLMSG_DATA(answer);
    struct rtattr *attribute = (struct rtattr *)(message + 1);
    int left = (int)(answer->nlmsg_len - NLMSG_LENGTH(sizeof *message));
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type != UNIX_DIAG_RQLEN) continue;
        struct unix_diag_rqlen queue;
        memcpy(&queue, RTA_DATA(attribute), sizeof queue);
        return (int)queue.udiag_rqueue;
    }
    return -1;
}

static int unix_queue_length(ino_t inode) {
    union {
        char room[1024];
        struct nlmsghdr header;
    } answer;
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (netlink < 0) return -1;
    ssize_t got = ask(netlink, inode) < 0 ? -1 : recv(netlink, &answer, sizeof answer, 0);
    close(netlink);
    return got < 0 ? -1 : understand(&answer.header, got);
}

int cl_queue_length(int fd) {
    int family = 0;
    socklen_t length = sizeof family;
    struct stat facts;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length) < 0) return -1;
    if (family != AF_UNIX) return tcp_queue_length(fd);
    return fstat(fd, &facts) < 0 ? -1 : unix_queue_length(facts.st_ino);
}
