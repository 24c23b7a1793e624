// The door to what Glibc's Swift module hides, and to the one thing Swift must not do: run code
// between fork and exec. Only the room Files opens it (and the benchmark's floor).
#ifndef LUOVA_CLINUX_SHIM_H
#define LUOVA_CLINUX_SHIM_H

#include <malloc.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sockets.h"

// Values of <fcntl.h>, <linux/fs.h> and <linux/openat2.h> that need _GNU_SOURCE, fixed by the
// kernel's binary interface.
enum {
    LUOVA_RENAME_NOREPLACE = 1,
    LUOVA_F_SETLEASE = 1024,
    LUOVA_F_GETLEASE = 1025,
    LUOVA_F_OFD_SETLK = 37,
    LUOVA_P_PIDFD = 3,
    LUOVA_WNOWAIT = 0x01000000,
    LUOVA_WALL = 0x40000000,
    LUOVA_O_PATH = 010000000,
    LUOVA_RWF_NOWAIT = 8,
};

/// renameat2(2).
static inline int luova_renameat2(int from, const char *old, int to, const char *new_, unsigned int flags) {
    return (int)syscall(SYS_renameat2, from, old, to, new_, flags);
}

/// syncfs(2).
static inline int luova_syncfs(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }

/// sync_file_range(2) SYNC_FILE_RANGE_WRITE: writing begins, nobody waits for its end. 0, or -1 with errno.
static inline int luova_begin_writeback(int descriptor, int64_t offset, int64_t count) {
    return (int)syscall(SYS_sync_file_range, descriptor, offset, count, 2u);
}

/// preadv2(2) RWF_NOWAIT into one buffer: what of it lies in memory. Bytes filled, 0 at the end of the file, -1 with errno;
/// EAGAIN when the disk would have to be waited for.
static inline ssize_t luova_pread_at_hand(int descriptor, void *buffer, size_t size, int64_t offset) {
    struct iovec piece = {.iov_base = buffer, .iov_len = size};
    return syscall(SYS_preadv2, descriptor, &piece, 1ul, (long)offset, 0l, LUOVA_RWF_NOWAIT);
}

/// getdents64(2): bytes filled, 0 at the end, -1 with errno.
static inline long luova_getdents64(int descriptor, void *buffer, size_t size) {
    return syscall(SYS_getdents64, descriptor, buffer, size);
}

/// fcntl(2), which is variadic, with an integer argument.
static inline int luova_fcntl(int descriptor, int command, int argument) {
    return fcntl(descriptor, command, argument);
}

/// fcntl(2) F_OFD_SETLK: an exclusive lock on the whole file, held by the open file description.
static inline int luova_lock(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 0, .l_pid = 0};
    return fcntl(descriptor, LUOVA_F_OFD_SETLK, &lock);
}

/// openat(2), which is variadic.
static inline int luova_openat(int directory, const char *path, int flags, mode_t mode) {
    return openat(directory, path, flags, mode);
}

/// FS_IOC_SHUTDOWN of ext4 and XFS: the folder's file system stops as in a power cut, what is not on the
/// disk is lost; for tests. Of `commits`, another file is made durable before, and the journal with it.
static inline int luova_shut_down(const char *folder, int commits) {
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    if (commits) {
        int other = openat(descriptor, ".unrelated", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        if (other >= 0) {
            if (write(other, "x", 1) == 1) fsync(other);
            close(other);
        }
    }
    uint32_t without_log = 2;
    int answer = ioctl(descriptor, _IOR('X', 125, uint32_t), &without_log);
    close(descriptor);
    return answer;
}

/// pidfd_open(2).
static inline int luova_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

/// How a process ended: `code` is CLD_EXITED (status is the exit code) or CLD_KILLED/CLD_DUMPED
/// (status is the signal).
struct luova_end {
    int code;
    int status;
};

/// waitid(2) on a pidfd, not blocking: 1 when the process has ended, 0 when it runs, -1 with errno. With
/// `keeps` it is not reaped, and its number stays its own.
static inline int luova_wait(int pidfd, struct luova_end *end, int keeps) {
    siginfo_t info;
    info.si_pid = 0;
    int flags = WEXITED | WNOHANG | (keeps ? LUOVA_WNOWAIT : 0);
    if (waitid((idtype_t)LUOVA_P_PIDFD, (id_t)pidfd, &info, flags) != 0) return -1;
    if (info.si_pid == 0) return 0;
    end->code = info.si_code;
    end->status = info.si_status;
    return 1;
}

/// Reaps one child, not blocking: 1 when it is gone (or is no child of ours), 0 when it runs.
static inline int luova_reap(pid_t process) {
    siginfo_t info;
    info.si_pid = 0;
    if (waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | LUOVA_WALL) != 0) return 1;
    return info.si_pid != 0;
}

/// prctl(2) PR_SET_CHILD_SUBREAPER: descendants whose own parent ends become our children. 0 or -1.
static inline int luova_adopt_orphans(void) {
    return (int)syscall(SYS_prctl, 36 /* PR_SET_CHILD_SUBREAPER */, 1, 0, 0, 0);
}

/// capget(2): the effective capabilities of this thread, a bit each; 0 when the kernel does not tell.
static inline uint64_t luova_capabilities(void) {
    struct { uint32_t version; int pid; } header = {0x20080522, 0};
    uint32_t sets[6] = {0, 0, 0, 0, 0, 0};
    if (syscall(SYS_capget, &header, sets) != 0) return 0;
    return (uint64_t)sets[3] << 32 | sets[0];
}

/// statx(2) STATX_MNT_ID: the number of the mount that a path leads to; 0 when the kernel does not tell.
static inline uint64_t luova_mount(const char *path) {
    // struct statx has 256 bytes: stx_mask at their start, stx_mnt_id at 144.
    uint64_t status[32] = {0};
    const unsigned int wanted = 0x1000 /* STATX_MNT_ID */;
    if (syscall(SYS_statx, AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, wanted, status) != 0) return 0;
    return (uint32_t)status[0] & wanted ? status[18] : 0;
}

/// What a program is started with. Descriptors 0, 1 and 2 are given; nothing else stays open.
struct luova_launch {
    const char *path;
    char *const *arguments;
    char *const *environment;
    int input;
    int output;
    int error;
    int changes_user;
    uid_t user;
    gid_t group;
    size_t group_count;
    const gid_t *groups;
    /// The largest file that the program may write, in bytes (its reply).
    uint64_t largest_file;
    /// How many processes and threads its account may have when it starts another (setrlimit(2)).
    uint64_t most_processes;
};

/// Lowers a limit of this process: both bounds, and never above what is inherited.
static inline int luova_lower_limit(int resource, uint64_t soft, uint64_t hard) {
    struct rlimit limit;
    if (syscall(SYS_prlimit64, 0, resource, NULL, &limit) != 0) return -1;
    if (limit.rlim_max > hard) limit.rlim_max = hard;
    limit.rlim_cur = limit.rlim_max < soft ? limit.rlim_max : soft;
    return (int)syscall(SYS_prlimit64, 0, resource, &limit, NULL);
}

/// The child's part: raw system calls only, since the other threads of the parent are gone and any
/// of them may have held a lock. Never returns; writes errno to `report` when it cannot start.
static inline void luova_launch_child(const struct luova_launch *launch, int report) {
    struct rlimit limit = {.rlim_cur = launch->largest_file, .rlim_max = launch->largest_file};
    struct rlimit no_core = {0, 0};
    // Duplicated out of the way first, so that putting one in its place cannot close another.
    int input = fcntl(launch->input, F_DUPFD, 10);
    int output = fcntl(launch->output, F_DUPFD, 10);
    int error = fcntl(launch->error, F_DUPFD, 10);
    int out = fcntl(report, F_DUPFD, 10);
    int failure = 0;
    if (input < 0 || output < 0 || error < 0 || out < 0) goto failed;
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0 || dup2(out, 3) < 0) goto failed;
    fcntl(3, F_SETFD, FD_CLOEXEC);
    report = 3;
    if (syscall(SYS_close_range, 4U, ~0U, 0U) != 0) goto failed;
    // A session of its own, so that the whole family can be signalled.
    setsid();
    for (int number = 1; number < 65; number++) {
        struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } action = {0, 0, 0, 0};
        syscall(SYS_rt_sigaction, number, &action, NULL, sizeof(uint64_t));
    }
    uint64_t none = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof none);
    if (syscall(SYS_prlimit64, 0, RLIMIT_FSIZE, &limit, NULL) != 0) goto failed;
    syscall(SYS_prlimit64, 0, RLIMIT_CORE, &no_core, NULL);
    // The daemon's own limit is high; a program that walks over all its descriptors shall not.
    if (luova_lower_limit(RLIMIT_NOFILE, 1024, 65536) != 0) goto failed;
    if (luova_lower_limit(RLIMIT_NPROC, launch->most_processes, launch->most_processes) != 0) goto failed;
    // What it starts and loses sight of becomes its own child again, and ours once it has ended: then
    // whoever is our child without being a program that runs is a leftover.
    if (luova_adopt_orphans() != 0) goto failed;
    if (syscall(SYS_chdir, "/") != 0) goto failed;
    // The daemon's own mask is empty; a program's files are nobody else's to write.
    syscall(SYS_umask, 022);
    if (launch->changes_user) {
        // The raw calls: Glibc's wrappers would change every thread of the parent's memory.
        if (syscall(SYS_setgroups, launch->group_count, launch->groups) != 0) goto failed;
        if (syscall(SYS_setresgid, launch->group, launch->group, launch->group) != 0) goto failed;
        if (syscall(SYS_setresuid, launch->user, launch->user, launch->user) != 0) goto failed;
    }
    // No rights to keep: empty the capability sets (version 3, two words), and let none come back.
    {
        struct { uint32_t version; int pid; } header = {0x20080522, 0};
        uint32_t sets[6] = {0, 0, 0, 0, 0, 0};
        if (syscall(SYS_prctl, 38 /* PR_SET_NO_NEW_PRIVS */, 1, 0, 0, 0) != 0) goto failed;
        if (syscall(SYS_capset, &header, sets) != 0) goto failed;
    }
    syscall(SYS_execve, launch->path, launch->arguments, launch->environment);
failed:
    failure = errno;
    (void)!write(report, &failure, sizeof failure);
    _exit(127);
}

/// Starts a program; 0 and its process id, or an errno. Returns after execve has succeeded or failed.
static inline int luova_launch(const struct luova_launch *launch, pid_t *process) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) return errno;
    fcntl(pipe_ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_ends[1], F_SETFD, FD_CLOEXEC);
    // No signal handler of the parent may run in the child.
    uint64_t all = ~(uint64_t)0, before = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
    pid_t child = fork();
    int failure = child < 0 ? errno : 0;
    if (child == 0) luova_launch_child(launch, pipe_ends[1]);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
    close(pipe_ends[1]);
    if (child > 0) {
        ssize_t count;
        do { count = read(pipe_ends[0], &failure, sizeof failure); } while (count < 0 && errno == EINTR);
        if (count == sizeof failure) {
            while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        } else {
            failure = 0;
            *process = child;
        }
    }
    close(pipe_ends[0]);
    return failure;
}

/* Not in Glibc's module: how the C library keeps memory (mallopt(3)). */
static inline void luova_keep_memory_small(void) {
    /* Large blocks go back to the system at once; by itself it raises the limit with the first of them. */
    mallopt(M_MMAP_THRESHOLD, 131072);
    mallopt(M_ARENA_MAX, 2);
}

#endif
