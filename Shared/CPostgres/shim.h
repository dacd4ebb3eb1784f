// libpq, and nothing else.
#include <libpq-fe.h>
