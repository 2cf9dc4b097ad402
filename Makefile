# GradLab. `make deps demo` and `make deps check` are all that a fresh Debian machine needs.

BUILD ?= build
PREFIX ?= /usr/local
CC = gcc
OPT ?= -O3
WARN = -Wall -Wextra -Wpedantic -Wno-missing-field-initializers -Wshadow -Wstrict-prototypes -Wmissing-prototypes $(if $(findstring clang,$(CC)),,-Wno-format-truncation)
CFLAGS ?=
override CPPFLAGS += -Icommon -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64
override CFLAGS += -std=c17 $(OPT) -g -ffp-contract=off $(WARN)
LDLIBS = -Wl,--as-needed -lpng -lz -lcjson -lpthread -lm

ifdef SAN
BUILD := $(BUILD)/san
OPT := -O1
override CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif

ARCH := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine)))
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

all: tools
tools: $(TOOLS:%=$(BUILD)/bin/%)

$(BUILD)/float/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/double/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -DGL_DOUBLE $(CFLAGS) -MMD -MP -c -o $@ $<
define isa_rule
$(BUILD)/float/%.$(1).o: %.isa.c
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(ISA_$(1)) -MMD -MP -c -o $$@ $$<
$(BUILD)/double/%.$(1).o: %.isa.c
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) -DGL_DOUBLE $$(CFLAGS) $$(ISA_$(1)) -MMD -MP -c -o $$@ $$<
endef
$(foreach i,$(ISAS),$(eval $(call isa_rule,$(i))))

$(BUILD)/libgradlab.a: $(FLOAT_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/libgradlab64.a: $(DOUBLE_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(DOUBLE_TOOLS:%=$(BUILD)/bin/%): $(BUILD)/bin/%: $(BUILD)/double/cmd/%.o $(BUILD)/libgradlab64.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(BUILD)/bin/%: $(BUILD)/float/cmd/%.o $(BUILD)/libgradlab.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Programs that test the library: tests/unit/NAME.c, built against the float library as NAME and the double one as NAME.64.
unit: $(UNIT) $(UNIT:%=%.64)
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libgradlab.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libgradlab.a $(LDLIBS)
$(BUILD)/tests/%.64: tests/unit/%.c $(BUILD)/libgradlab64.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -DGL_DOUBLE $(CFLAGS) $(LDFLAGS) -MMD -MP -o $@ $< $(BUILD)/libgradlab64.a $(LDLIBS)

clean:
	rm -rf $(BUILD)

.PHONY: all tools unit clean
.SECONDARY:
-include $(FLOAT_OBJ:.o=.d) $(DOUBLE_OBJ:.o=.d) $(wildcard $(BUILD)/*/cmd/*.d $(BUILD)/tests/*.d)
