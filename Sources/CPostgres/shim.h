#ifndef AERIE_CPOSTGRES_SHIM_H
#define AERIE_CPOSTGRES_SHIM_H
#include <libpq-fe.h>
#endif
