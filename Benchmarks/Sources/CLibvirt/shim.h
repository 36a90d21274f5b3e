#ifndef AERIE_BENCHMARKS_CLIBVIRT_SHIM_H
#define AERIE_BENCHMARKS_CLIBVIRT_SHIM_H
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#endif
