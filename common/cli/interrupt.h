/* SIGINT and SIGTERM, noted and answered later: by a tool that first finishes what it is at, and saves. */
#ifndef GL_INTERRUPT_H
#define GL_INTERRUPT_H

/*
 * Notes the first of them from now on; it also breaks off the waiting for input (gl_source_interrupted). The second one
 * ends the program at once. One that was ignored stays so.
 */
void gl_interrupt_catch(void);

/* The signal that has come, or 0. Its receiver is to end by it (raise), so that a loop of the shell stops, too. */
int gl_interrupted(void);

#endif
