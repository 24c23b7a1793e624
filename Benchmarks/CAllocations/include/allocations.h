// How often this thread asked for memory. In C, because Swift reserves the name malloc.
#ifndef LUOVA_ALLOCATIONS_H
#define LUOVA_ALLOCATIONS_H

/// Begins to count the calls of this thread, from 0.
void luova_allocations_begin(void);

/// Ends counting, and says how many calls there were.
long luova_allocations_end(void);

#endif
