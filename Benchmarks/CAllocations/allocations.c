// malloc(3), calloc(3) and realloc(3) of the whole process, libxml2 and Swift's runtime included: these
// stand before the C library's, count, and hand on. What asks for more than the usual alignment is not seen.
#include <stddef.h>

#include "allocations.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static _Thread_local int is_counting;
static _Thread_local long calls;

void luova_allocations_begin(void) {
    calls = 0;
    is_counting = 1;
}

long luova_allocations_end(void) {
    is_counting = 0;
    return calls;
}

void *malloc(size_t size) {
    calls += is_counting;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    calls += is_counting;
    return __libc_calloc(count, size);
}

// Memory that grows is asked for anew.
void *realloc(void *memory, size_t size) {
    calls += is_counting;
    return __libc_realloc(memory, size);
}
