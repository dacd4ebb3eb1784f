// libgd, and nothing else.
#include <gd.h>
