#ifndef CPROCESS_H
#define CPROCESS_H

#include <sys/types.h>

// What of processes Swift does not import.

// Makes a pipe whose ends no other program inherits. Returns 0 or an error number.
int cprocess_pipe(int ends[2]);

// Starts a program in a process group of its own, with default signal handlers and no other files
// than those given.
//
// path: the program's file. folder: where it runs. files: what its descriptors 0 to count - 1 are.
// Returns 0 or the error number of what failed: the folder or the program.
int cprocess_spawn(const char *path, char *const arguments[], char *const environment[],
                   const char *folder, const int files[], int count, pid_t *process);

// Whether a child has ended. It is not reaped, so that its number stays its own.
//
// Returns 1 with its status or signal, 0 while it runs, -1 where there is no such child.
int cprocess_has_ended(pid_t process, int *status, int *signal);

#endif
