#ifndef EMPEROR_CLINUX_H
#define EMPEROR_CLINUX_H
#endif
