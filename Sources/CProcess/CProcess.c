#define _GNU_SOURCE

#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LARGEST_COUNT = 8, FIRST_COPY = 64 };

int cprocess_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
#else
  if (pipe(ends) != 0) return errno;
  for (int i = 0; i < 2; ++i) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

// Gives the child its files, its folder and its signals. Returns 0 or an error number.
static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes,
                   const char *folder, const int copies[], int count) {
  int error = 0;
  for (int i = 0; i < count && error == 0; ++i) {
    error = posix_spawn_file_actions_adddup2(actions, copies[i], i);
  }
  if (error == 0) error = posix_spawn_file_actions_addchdir_np(actions, folder);
  int flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef __linux__
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, count);
#else
  flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &all);
  if (error == 0) error = posix_spawnattr_setsigmask(attributes, &none);
  if (error == 0) error = posix_spawnattr_setpgroup(attributes, 0);
  if (error == 0) error = posix_spawnattr_setflags(attributes, (short)flags);
  return error;
}

int cprocess_spawn(const char *path, char *const arguments[], char *const environment[],
                   const char *folder, const int files[], int count, pid_t *process) {
  if (count < 0 || count > LARGEST_COUNT) return EINVAL;
  // Copies out of the way: a file may have the number that another one is to get.
  int copies[LARGEST_COUNT];
  int error = 0;
  int copied = 0;
  for (; copied < count && error == 0; ++copied) {
    copies[copied] = fcntl(files[copied], F_DUPFD_CLOEXEC, FIRST_COPY);
    if (copies[copied] < 0) {
      error = errno;
      break;
    }
  }
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (error == 0) error = posix_spawn_file_actions_init(&actions);
  if (error == 0) {
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
      error = prepare(&actions, &attributes, folder, copies, count);
      if (error == 0) {
        error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
      }
      posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
  }
  for (int i = 0; i < copied; ++i) close(copies[i]);
  return error;
}

int cprocess_has_ended(pid_t process, int *status, int *signal) {
  siginfo_t info;
  info.si_pid = 0;
  int result;
  do {
    result = waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT);
  } while (result != 0 && errno == EINTR);
  if (result != 0) return -1;
  if (info.si_pid == 0) return 0;
  *status = info.si_code == CLD_EXITED ? info.si_status : 0;
  *signal = info.si_code == CLD_EXITED ? 0 : info.si_status;
  return 1;
}
