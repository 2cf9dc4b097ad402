# gl-expr: formulas as computation graphs, with every value and gradient.

load helper

@test "every number of a formula is printed with its value and its gradient, as a tree" {
	gl-expr 'L = (relu(w*x + b) - t)^2' w=0.5 x=2 b=0 t=3 >got
	same "                      value  gradient
L = u4^2                  4         1
+- u4 = u3 - t           -2        -4
   +- u3 = relu(u2)       1        -4
   |  +- u2 = u1 + b      1        -4
   |     +- u1 = w*x      1        -4
   |     |  +- w        0.5        -8
   |     |  +- x          2        -2
   |     +- b             0        -4
   +- t                   3         4" got
}

@test "what is used twice is drawn once, and its gradient is the sum over its uses" {
	gl-expr 'a = w*x; L = a^2 + 3*a' w=0.5 x=-2 >got
	same "               value  gradient
L = u1 + u2       -2         1
+- u1 = a^2        1         1
|  +- a = w*x     -1         1
|     +- w       0.5        -2
|     +- x        -2       0.5
+- u2 = 3*a       -3         1
   +- a (drawn above)" got
}

@test "a name that the last statement does not depend on is shown with gradient 0" {
	gl-expr 'c = w^2; L = 2*w' w=3 >got
	same "         value  gradient
L = 2*w      6         1
+- w         3         2
c = w^2      9         0
+- w         3         2" got
}

@test "--trace writes out the arithmetic forward, then each product of the chain rule" {
	gl-expr 'y = tanh(w*x); L = y*y - x' w=0 x=2 --trace >got
	same "forward: 4 operations, each on values from before it
  u1 = w*x = 0*2 = 0
  y = tanh(u1) = tanh(0) = 0
  u2 = y*y = 0*0 = 0
  L = u2 - x = 0 - 2 = -2
backward: 7 slopes, each times the gradient of its operation's result
  dL/dL = 1
  L = u2 - x
    dL/du2 = 1
    dL/dx = -1
  u2 = y*y
    du2/dy = y = 0
      dL/dy = dL/du2 * du2/dy = 1 * 0 = 0
    du2/dy = y = 0
      dL/dy = 0 + dL/du2 * du2/dy = 0 + 1 * 0 = 0
  y = tanh(u1)
    dy/du1 = 1 - y^2 = 1 - 0^2 = 1
      dL/du1 = dL/dy * dy/du1 = 0 * 1 = 0
  u1 = w*x
    du1/dw = x = 2
      dL/dw = dL/du1 * du1/dw = 0 * 2 = 0
    du1/dx = w = 0
      dL/dx = -1 + dL/du1 * du1/dx = -1 + 0 * 0 = -1" got
}

@test "--trace has the gradients of the tree" {
	local f='y = sigmoid(w*x + b); L = -(t*log(y) + (1 - t)*log(1 - y)) + 0.5*w^2/x' at='w=0.7 x=1.3 b=-0.2 t=0.25'
	# shellcheck disable=SC2086
	gl-expr "$f" $at --trace >trace
	# shellcheck disable=SC2086
	gl-expr "$f" $at | sed -nE '1d; /above/d; s/^[-+| ]*([a-z]\w*).* (\S+)$/\1 \2/p' | sort -u >tree
	[ "$(wc -l <tree)" -ge 15 ]
	while read -r name gradient; do
		[ "$(sed -nE "s/^ +dL\/d$name = .*= (\S+)$/\1/p; s/^ +dL\/d$name = (\S+)$/\1/p" trace | tail -n 1)" = "$gradient" ]
	done <tree
}

@test "--wiggle shows the output at both ends of the nudge, the slope between them and the gradient" {
	gl-expr 'L = (w*x - t)^2' w=0.5 x=2 t=3 --wiggle w --by 0.001 | tail -n 5 >got
	same "wiggle: w = 0.5, nudged by 0.001
  w = 0.501: L = 3.992004
  w = 0.499: L = 4.008004
  slope (3.992004 - 4.008004) / 0.002 = -8
  gradient dL/dw = -8" got
}

@test "--wiggle works on numbers computed on the way, and several times" {
	gl-expr 'h = w*x; L = exp(h) + h' w=0.5 x=2 --wiggle h --wiggle w --digits 4 >got
	[ "$(grep -cx '  gradient dL/dh = 3.718' got)" = 1 ]
	[ "$(grep -c '^  slope .* = 3.718$' got)" = 1 ]
	[ "$(grep -cx '  gradient dL/dw = 7.437' got)" = 1 ]
	[ "$(grep -c '^  slope .* = 7.437$' got)" = 1 ]
}

@test "--wiggle-all puts the slope by nudging beside every gradient" {
	gl-expr 'y = relu(w*x + b) + relu(c); L = (y - t)^2 + y' w=0.5 x=2 b=0.5 c=0 t=3 --wiggle-all >got
	same "                            value  gradient     wiggle
L = u6 + y                   3.75         1          1
+- u6 = u5^2                 2.25         1          1
|  +- u5 = y - t             -1.5        -3         -3
|     +- y = u3 + u4          1.5        -2         -2
|     |  +- u3 = relu(u2)     1.5        -2         -2
|     |  |  +- u2 = u1 + b    1.5        -2         -2
|     |  |     +- u1 = w*x      1        -2         -2
|     |  |     |  +- w        0.5        -4         -4
|     |  |     |  +- x          2        -1         -1
|     |  |     +- b           0.5        -2         -2
|     |  +- u4 = relu(c)        0        -2         -2
|     |     +- c                0         0  -0.999995  differs
|     +- t                      3         3          3
+- y (drawn above)" got
}

@test "the gradient is that of gl-grad for the same network, and the loss that of gl-loss" {
	printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' 'tanh' 'dense 1' '' '0.weight 1 1' 0.5 '' '0.bias 1' 0.25 '' \
		'2.weight 1 1' -1.5 '' '2.bias 1' 0.125 '' >n.net
	printf '2\t3\n' >d
	gl-grad n.net d | sed -n '/^0.weight/,$p' | grep '^-\?[0-9.]*$' | grep . >want
	gl-expr 'h = tanh(w1*x + b1); L = (w2*h + b2 - t)^2' x=2 t=3 w1=0.5 b1=0.25 w2=-1.5 b2=0.125 --digits 7 >tree
	for name in w1 b1 w2 b2; do
		sed -nE "s/^.*\+- $name .* (\S+)$/\1/p" tree
	done >got
	[ "$(wc -l <got)" = 4 ]
	gl-diff --rtol 1e-6 want got
	gl-diff --rtol 1e-6 <(gl-forward n.net d | gl-loss mse --bare) <(sed -nE 's/^L = .* (\S+) +1$/\1/p' tree)
}

@test "--wiggle over a kink says that the slopes to the left and to the right are not the same" {
	gl-expr 'relu(a)' a=0 --wiggle a >got
	grep -qx '  they differ: slope 0 to the left, 1 to the right: a kink, or --by does not suit' got
	gl-expr 'relu(a)' a=1 --wiggle a >got
	run ! grep -q differ got
}

@test "at a kink relu has slope 0, and the largest of max share it, as PyTorch has it" {
	gl-expr 'relu(a)' a=0 | has -E '^\+- a +0 +0$'
	gl-expr 'relu(a)' a=0 --trace | has -x '    df/da = 0, as a = 0 is a kink, and 0 is chosen there'
	gl-expr 'max(a, b, c)' a=1 b=1 c=0 --trace >got
	grep -qx '    df/da = 0.5, as several are the largest, a kink, and they share 1' got
	grep -qx '    df/dc = 0, as c is not the largest' got
}

@test "--dot writes a graph with the slope of each operation on its arrows" {
	gl-expr 'L = w*x + 1' w=3 x=2 --dot >got
	same 'digraph {
	rankdir=LR
	node [shape=box]
	w [label="w\nvalue 3\ngradient 2", style=rounded]
	x [label="x\nvalue 2\ngradient 3", style=rounded]
	u1 [label="u1 = w*x\nvalue 6\ngradient 1"]
	w -> u1 [label="2"]
	x -> u1 [label="3"]
	L [label="L = u1 + 1\nvalue 7\ngradient 1"]
	u1 -> L [label="1"]
}' got
	run -2 gl-expr 'w*x' w=1 x=1 --dot --trace
	run -2 gl-expr 'w*x' w=1 x=1 --dot --wiggle w
	run -2 gl-expr 'w*x' w=1 x=1 --dot --wiggle-all
	run -2 gl-expr 'w*x' w=1 x=1 --trace --wiggle-all
}

@test "--digits says how many digits there are, 0 for all" {
	gl-expr '1/x' x=3 --digits 3 | has -E '^f = 1/x +0.333 +1$'
	gl-expr '1/x' x=3 --digits 0 | has -E '^f = 1/x +0.3333333333333333 +1$'
}

@test "operators bind as in mathematics" {
	value() { gl-expr -- "$1" x=3 y=2 | sed -nE '2s/.* (\S+) +1$/\1/p'; }
	[ "$(value '1 + x*y^2')" = 13 ]
	[ "$(value '-x^2')" = -9 ]
	[ "$(value '2^x^y')" = 512 ]
	[ "$(value 'x - y - 1')" = 0 ]
	[ "$(value 'x/y/2')" = 0.75 ]
	[ "$(value 'x^-1*3')" = 1 ]
	[ "$(value '-(x - 5)*--y')" = 4 ]
	[ "$(value 'sum(x, y, 1) + max(x, y)')" = 9 ]
}

@test "statements stand on lines or between semicolons, with comments" {
	gl-expr 'h = w*x   # hidden
		L = (h - 1)^2; ' w=2 x=3 >a
	gl-expr 'w=2;x=3;h=w*x;L=(h-1)^2' >b
	cmp a b
	grep -q '^L = u1^2 *25 *1$' a
}

@test "names that are given to results do not clash with the tool's own" {
	gl-expr 'u1 = 2*x; f = u1 + 3*x; f + 1' x=1 >got
	grep -qE '^f2 = f \+ 1 +6 +1$' got
	grep -qE '^\+- f = u1 \+ u2 +5 +1$' got
}

@test "an operation without a result is refused with its place, its names and its values" {
	while IFS='|' read -r args message; do
		run -2 --separate-stderr bash -c "gl-expr $args"
		[ "$output" = "" ]
		[ "${stderr_lines[0]}" = "gl-expr: $message" ] || { echo "$args: $stderr"; return 1; }
	done <<'END'
'1 + log(x - 3)' x=1|column 5: log(u1) = log(-2): only a number above 0 has a logarithm
'log(x)' x=0|column 1: log(x) = log(0): only a number above 0 has a logarithm
'2/(x - 1)' x=1|column 2: 2/u1 = 2/0: division by 0
'x^-1' x=0|column 2: x^(-1) = 0^(-1): a negative power of 0 is a division by 0
'x^0.5' x=-1|column 2: x^0.5 = (-1)^0.5: a negative number has only whole powers
'x^0.5' x=0|column 2: x^0.5 = 0^0.5: the slope along x is infinite here
'x^n' x=-2 n=2|column 2: x^n = (-2)^2: there is no slope along n here
'2*exp(x)' x=1000|column 3: exp(x) = exp(1000): the result is too large: a double ends at 1.8e308
'x*y*z' x=1e-200 y=1e200 z=1e200|column 2: x*y = 1e-200*1e200: the gradient of x is too large: a double ends at 1.8e308
$'a = 2\nlog(x)' x=-1|line 2, column 1: log(x) = log(-1): only a number above 0 has a logarithm
'log(x)' x=1e-6 --wiggle x|with x nudged to -9e-6: column 1: log(x) = log(-9e-6): only a number above 0 has a logarithm
'x + 1' x=1e30 --wiggle x|x = 1e30 is too large to be nudged by 1e-5
END
}

@test "what is no expression is refused with its column and a hint" {
	while IFS='|' read -r args message hint; do
		run -2 --separate-stderr bash -c "gl-expr $args"
		[ "$output" = "" ]
		[ "$stderr" = "gl-expr: $message${hint:+$'\n'hint: $hint}" ] || { echo "$args: $stderr"; return 1; }
	done <<'END'
'2*relo(x)' x=1|column 3: there is no function 'relo'|did you mean relu?
'foo(x)' x=1|column 1: there is no function 'foo'|there are exp, log, relu, tanh, sigmoid, max and sum
'ln(x)' x=1|column 1: there is no function 'ln'|the natural logarithm is log(x)
'x*bais' bias=1 x=1|column 3: 'bais' has no value|did you mean bias?
'x + z' x=1|column 5: 'z' has no value|give it one after the expression: z=1
'2x' x=1|column 2: an operator is needed before 'x'|a product is written with *: 2*x
'x(2)' x=1|column 1: 'x' is a number, not a function|a product is written with *: x*(...)
'(x + 1)(x)' x=1|column 8: an operator is needed before '('|a product is written with *: 2*x
'log x' x=1|column 1: the function log needs its argument in parentheses|log(x)
'x**2' x=1|column 3: a number, a name or '(' is needed before '*'|a power is written with ^: x^2
'2*(x + 1' x=1|column 3: this '(' has no ')'|
'2*x + 1)' x=1|column 8: this ')' has no '('|
'x + ' x=1|column 5: a number, a name or '(' is needed before the end|
'x × 2' x=1|column 3: an operator is needed before '×'|
'0,5*x' x=1|column 2: a ',' goes between arguments of a function only|statements have ';' between them, and numbers a decimal point: 0.5
'relu(x, 1)' x=1|column 9: relu takes at most 1 argument|
'max()'|column 5: a number, a name or '(' is needed before ')'|
'sum = x' x=1|column 1: sum is a function: choose another name|
'x = 2' x=1|column 1: x has a value already: choose another name|
'x == 2' x=1|column 3: a statement has a single '=': it gives a name to a result|
'x + 1 = 2' x=1|column 7: a name is needed before '='|statements look like y = w*x, with ';' between them
'1e999*x' x=1|column 1: this number is too large: a double ends at 1.8e308|
' '|the expression is empty|such as 'L = (w*x - t)^2' w=0.5 x=2 t=3
'w*x' w=1/3 x=1|'w=1/3': a number is needed after '='|
'w*x' w=inf x=1|'w=inf': a number is needed after '='|
'w*x' w=1 w=2|'w=2': w has a value already: choose another name|
L = 'w*x' w=1|'=' is not NAME=NUMBER|the expression comes first, as one word in quotes, then its numbers: 'w*x' w=3 x=2
'w*x' w=1 x=2 --wiggle y|--wiggle: 'y' has no value|
'w*x' w=1 x=2 --by 0|--by: 0 must be from 1e-12 to 1000000|
END
}

@test "a formula that begins with a minus sign is not mistaken for an option behind --, and the error says so" {
	run -2 gl-expr '-x^2' x=3
	[ "${lines[0]}" = "gl-expr: unknown option -x" ]
	[ "${lines[1]}" = "hint: what stands behind -- is no option: -- '-x^2'" ]
	run -0 gl-expr -- '-x^2' x=3
	[[ $output == *"u1 = x^2"* ]]
}

@test "very deep and very long expressions are refused, and the longest that fits is drawn" {
	run -2 gl-expr "$(printf '(%.0s' {1..300})x" x=1
	[[ ${lines[0]} == *'more than 200 parentheses, signs and powers are inside each other' ]]
	run -2 gl-expr "x$(printf ' + x%.0s' {1..2000})" x=1
	[[ ${lines[0]} == *'at most 1000 operations, numbers and names' ]]
	gl-expr "x$(printf ' + x%.0s' {1..999})" x=1 >got
	grep -qE '^f = u998 \+ x +1000 +1$' got
	run -2 gl-expr "max(x$(printf ', x%.0s' {1..64}))" x=1
	[[ ${lines[0]} == *'max takes at most 64 arguments' ]]
	gl-expr "max(x$(printf ', x%.0s' {1..63}))" x=1 --digits 0 --trace | has ' = 1$'
}

@test "-o makes a file, and a full disk is an error" {
	gl-expr 'w*x' w=1 x=2 >a
	gl-expr 'w*x' w=1 x=2 -o b
	cmp a b
	run -2 gl-expr 'w*x' w=1 x=2 -o /dev/full
	[[ ${lines[0]} == "gl-expr: /dev/full: "* ]]
	run -2 gl-expr 'w*x' w=1 x=2 --wiggle z -o c
	only a b
}
