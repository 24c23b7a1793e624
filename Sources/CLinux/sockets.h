/* Unix sockets: to the service manager, and for operators. Part of shim.h. */

#ifndef LUOVA_CLINUX_SOCKETS_H
#define LUOVA_CLINUX_SOCKETS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

/// sendto(2) on a datagram Unix socket; a leading '@' names the abstract space. 0 or an errno.
static inline int luova_notify(const char *address, size_t address_length, const void *text, size_t length) {
    struct sockaddr_un name;
    if (address_length == 0 || address_length >= sizeof name.sun_path) return ENAMETOOLONG;
    int socket_number = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_number < 0) return errno;
    __builtin_memset(&name, 0, sizeof name);
    name.sun_family = AF_UNIX;
    __builtin_memcpy(name.sun_path, address, address_length);
    if (name.sun_path[0] == '@') name.sun_path[0] = 0;
    ssize_t sent = sendto(socket_number, text, length, MSG_NOSIGNAL, (struct sockaddr *)&name,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + address_length));
    int failure = sent < 0 ? errno : 0;
    close(socket_number);
    return failure;
}

/// The address of a Unix socket with a path; 0 or an errno.
static inline int luova_local_address(const char *path, size_t length, struct sockaddr_un *address) {
    if (length == 0 || length >= sizeof address->sun_path) return ENAMETOOLONG;
    __builtin_memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    __builtin_memcpy(address->sun_path, path, length);
    return 0;
}

/// A stream socket that listens at a path where nothing is yet; accepting does not block. 0 or an errno.
static inline int luova_listen(const char *path, size_t length, int backlog, int *number) {
    struct sockaddr_un address;
    int failure = luova_local_address(path, length, &address);
    if (failure != 0) return failure;
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return errno;
    if (bind(made, (struct sockaddr *)&address, sizeof address) != 0 || listen(made, backlog) != 0) {
        failure = errno;
        close(made);
        return failure;
    }
    *number = made;
    return 0;
}

/// A stream socket, connected to whoever listens at a path; no call on it blocks for longer than so many seconds.
/// 0 or an errno.
static inline int luova_connect(const char *path, size_t length, int seconds, int *number) {
    struct sockaddr_un address;
    int failure = luova_local_address(path, length, &address);
    if (failure != 0) return failure;
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0) return errno;
    struct timeval patience = {.tv_sec = seconds, .tv_usec = 0};
    setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    while (connect(made, (struct sockaddr *)&address, sizeof address) != 0) {
        if (errno == EINTR) continue;
        failure = errno;
        close(made);
        return failure;
    }
    *number = made;
    return 0;
}

/// accept4(2): who waits longest to be let in; reading and writing do not block. -1 with errno.
static inline int luova_accept(int listener) {
    return (int)syscall(SYS_accept4, listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

/// send(2) without a signal when the other end is gone.
static inline ssize_t luova_send(int number, const void *bytes, size_t count) {
    return send(number, bytes, count, MSG_NOSIGNAL);
}

/// What SO_PEERCRED fills: who connected, as that was when it did (unix(7)).
struct luova_peer {
    int32_t process;
    uint32_t user;
    uint32_t group;
};

/// getsockopt(2) SO_PEERCRED: 0 or an errno.
static inline int luova_peer_credentials(int number, struct luova_peer *peer) {
    socklen_t size = sizeof *peer;
    return getsockopt(number, SOL_SOCKET, 17 /* SO_PEERCRED */, peer, &size) == 0 ? 0 : errno;
}

/// getsockopt(2) SO_PEERGROUPS: how many other groups who connected is in, into room for so many; -1 with errno, which
/// is ERANGE where there is too little room.
static inline long luova_peer_groups(int number, uint32_t *groups, size_t room) {
    socklen_t size = (socklen_t)(room * sizeof *groups);
    if (getsockopt(number, SOL_SOCKET, 59 /* SO_PEERGROUPS */, groups, &size) != 0) return -1;
    return (long)(size / sizeof *groups);
}

#endif
