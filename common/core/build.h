/* What this build is. */
#ifndef GL_BUILD_H
#define GL_BUILD_H

#define GL_VERSION "0.1.0"

#endif
