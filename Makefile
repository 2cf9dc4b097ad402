# GradLab. `make deps demo` and `make deps check` are all that a fresh Debian machine needs.
#
#   make                 the tools, in build/bin             make CC=clang    the same by clang, in build/clang
#   make deps            installs what is missing            make SAN=1       with sanitizers, in build/san
#   make demo            reads handwritten digits            make bench       beside NumPy, PyTorch, scikit-learn
#   make check           all tests; ONLY='gl-cat number'     make lint        what the source and the pages must keep to
#   make shell           a shell with tools and pages        make install uninstall PREFIX= DESTDIR=
#   make course          the lessons' files and exercises    make html        all pages as a site, in build/html

BUILD ?= build
PREFIX ?= /usr/local
CC = gcc
OPT ?= -O3
WARN = -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(findstring clang,$(CC)),,-Wno-format-truncation)
CFLAGS ?=
override CPPFLAGS += -Icommon -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64
override CFLAGS += -std=c17 $(OPT) -g -ffp-contract=off -fno-trapping-math -fno-math-errno $(WARN)
LDLIBS = -Wl,--as-needed -lpng -lz -lcjson -lprotobuf-c -ltinfo -lpthread -lm

ifneq ($(findstring clang,$(CC)),)
BUILD := $(BUILD)/clang
endif
ifdef SAN
BUILD := $(BUILD)/san
OPT := -O1
override CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif

# Asked of the machine when there is no compiler yet, as before `make deps` on a fresh one.
ARCH := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine 2>/dev/null || uname -m)))
ifeq ($(ARCH),x86_64)
ISAS = base avx2 avx512
endif
ISAS ?= base
ISA_base = -DGL_ISA_BASE
ISA_avx2 = -DGL_ISA_AVX2 -mavx2 -mfma
ISA_avx512 = -DGL_ISA_AVX512 -mavx2 -mfma -mavx512f -mavx512dq -mavx512bw -mavx512vl -mprefer-vector-width=512

TOOLS := $(patsubst cmd/%.c,%,$(wildcard cmd/*.c))
SRC := $(filter-out %.isa.c,$(wildcard common/*/*.c))
ISA_SRC := $(wildcard common/*/*.isa.c)
# The library twice: in float for the tools, in double for gl-wiggle and the gradient checks.
OBJ := $(SRC:%.c=%.o) $(foreach i,$(ISAS),$(ISA_SRC:%.isa.c=%.$(i).o))
FLOAT_OBJ := $(addprefix $(BUILD)/float/,$(OBJ))
DOUBLE_OBJ := $(addprefix $(BUILD)/double/,$(OBJ))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
DOUBLE_TOOLS = gl-wiggle

# One short line for each file made; V=1 shows the commands, -s nothing.
Q := $(if $(V),,@)
SAY = $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),@:,@echo "  $@")

all: tools course
# The course: pages, exercises and the files that lessons supply, in $(BUILD)/course, where gradlab finds them.
course: tools
	@datasets/course/make $(BUILD)
tools: $(TOOLS:%=$(BUILD)/bin/%)

$(BUILD)/float/%.o: %.c
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/double/%.o: %.c
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS) -DGL_DOUBLE $(CFLAGS) -MMD -MP -c -o $@ $<
define isa_rule
$(BUILD)/float/%.$(1).o: %.isa.c
	@mkdir -p $$(@D)
	$$(SAY)
	$$(Q)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(ISA_$(1)) -MMD -MP -c -o $$@ $$<
$(BUILD)/double/%.$(1).o: %.isa.c
	@mkdir -p $$(@D)
	$$(SAY)
	$$(Q)$$(CC) $$(CPPFLAGS) -DGL_DOUBLE $$(CFLAGS) $$(ISA_$(1)) -MMD -MP -c -o $$@ $$<
endef
$(foreach i,$(ISAS),$(eval $(call isa_rule,$(i))))

# ONNX's messages, by protoc-c from our description of them; what reads and writes them needs its header.
GEN := $(BUILD)/gen/format/onnx.pb-c
$(GEN).c: common/format/onnx.proto
	@mkdir -p $(@D)
	$(SAY)
	$(Q)protoc-c --proto_path=common --c_out=$(BUILD)/gen $<
$(GEN).o: override CPPFLAGS += -I$(BUILD)/gen
$(GEN).o: $(GEN).c
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -w -c -o $@ $<
ONNX_OBJ := $(filter $(BUILD)/float/common/format/onnx%,$(FLOAT_OBJ)) $(filter $(BUILD)/double/common/format/onnx%,$(DOUBLE_OBJ))
$(ONNX_OBJ): override CPPFLAGS += -I$(BUILD)/gen
$(ONNX_OBJ): $(GEN).c

$(BUILD)/libgradlab.a: $(FLOAT_OBJ) $(GEN).o
	@rm -f $@
	$(SAY)
	$(Q)$(AR) rcs $@ $^
$(BUILD)/libgradlab64.a: $(DOUBLE_OBJ) $(GEN).o
	@rm -f $@
	$(SAY)
	$(Q)$(AR) rcs $@ $^

$(DOUBLE_TOOLS:%=$(BUILD)/bin/%): $(BUILD)/bin/%: $(BUILD)/double/cmd/%.o $(BUILD)/libgradlab64.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(BUILD)/bin/%: $(BUILD)/float/cmd/%.o $(BUILD)/libgradlab.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Programs that test the library: tests/unit/NAME.c, built against the float library as NAME and the double one as NAME.64.
unit: $(UNIT) $(UNIT:%=%.64)
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libgradlab.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libgradlab.a $(LDLIBS)
$(BUILD)/tests/%.64: tests/unit/%.c $(BUILD)/libgradlab64.a
	@mkdir -p $(@D)
	$(SAY)
	$(Q)$(CC) $(CPPFLAGS) -DGL_DOUBLE $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libgradlab64.a $(LDLIBS)

# What `deps` installs: with a goal that needs no more than the tools, their libraries; else what tests and checks use too.
DEPS_BUILD = gcc libc6-dev libpng-dev zlib1g-dev libcjson-dev libxxhash-dev libprotobuf-c-dev protobuf-c-compiler libncurses-dev man-db mandoc less bsdextrautils nano bc
DEPS_CHECK = bats tmux procps zsh fish parallel shellcheck clang clang-format python3 python3-numpy python3-onnx python3-torch \
	dataset-fashion-mnist qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross $(if $(shell command -v npm),,nodejs npm)
DEPS_BENCH = hyperfine time python3-torch python3-sklearn libopenblas0-pthread
ifneq ($(filter all tools course demo shell html install,$(MAKECMDGOALS)),)
ifeq ($(filter-out deps all tools course demo shell html install,$(MAKECMDGOALS)),)
DEPS_CHECK =
endif
endif
DEPS = $(DEPS_BUILD) $(DEPS_CHECK) $(if $(filter bench,$(MAKECMDGOALS)),$(DEPS_BENCH))
deps:
	@tests/deps $(DEPS)
# `make deps check` with -j too: nothing is compiled before its libraries are there.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
$(GEN).c $(FLOAT_OBJ) $(DOUBLE_OBJ) $(TOOLS:%=$(BUILD)/float/cmd/%.o) $(TOOLS:%=$(BUILD)/double/cmd/%.o) lint: | deps
endif

check: tools unit course
	@tests/run $(BUILD) $(ONLY)
lint: tools
	@tests/lint $(BUILD)
bench: tools
	@tests/bench/run $(BUILD)
# GFLOP/s of the matrix product and their share of the processor's peak.
bench-gemm: $(BUILD)/bench/gemm
	@$<
$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libgradlab.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libgradlab.a $(LDLIBS)
demo: tools
	@PATH="$(abspath $(BUILD))/bin:$$PATH" datasets/demo

shell: tools course
	@echo "The tools and their pages are at hand; 'exit' leaves."
	@echo "New here? 'gradlab open 0' opens the first lesson."
	@tests/shell $(BUILD)

html:
	@man/html $(BUILD)/html && echo "$(BUILD)/html/index.html"

install: tools course
	@tests/install $(BUILD) "$(DESTDIR)$(PREFIX)"
uninstall:
	@tests/install -u "$(DESTDIR)$(PREFIX)"

clean:
	rm -rf $(BUILD)

.PHONY: all tools course unit deps check lint bench bench-gemm demo shell html install uninstall clean
.SECONDARY:
-include $(FLOAT_OBJ:.o=.d) $(DOUBLE_OBJ:.o=.d) $(wildcard $(BUILD)/*/cmd/*.d $(BUILD)/tests/*.d)
