// What glibc's allocator can be told; Swift's module of glibc leaves it out.
#include <malloc.h>
