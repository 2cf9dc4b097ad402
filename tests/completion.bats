#!/usr/bin/env bats
# Completion in bash, zsh and fish: the shells themselves are run, as `make shell` starts them.
load helper

# In the shell named, types text at a terminal, TAB keys and all, then leaves. Nothing is in HOME, but for a folder without
# which fish would read all manual pages of the machine in the background.
typed() {
	local shell=$1
	shift
	mkdir -p .local/share/fish/generated_completions
	{
		printf "cd '%s'\n" "$PWD"
		# shellcheck disable=SC2059 # the text has \t in it
		printf "$@"
		printf 'exit\n'
	} | HOME=$PWD SHELL=$(command -v "$shell") LC_ALL=C.UTF-8 TERM=xterm script -qec "'$GL_ROOT/tests/shell' '$GL_BUILD'" /dev/null >screen 3>&-
}

# The long options of a tool, as --help lists them.
helped() {
	"$1" --help | sed -nE 's/^  (-.,|   ) (--[a-z0-9-]+).*/\2/p' | sort
}

# The long options that are to be offered: of gl-sweep those of gl-train and gl-init too, but for what it gives itself.
offered() {
	if [[ $1 == gl-sweep ]]; then
		cat <(helped gl-sweep) <(cat <(helped gl-train) <(helped gl-init) |
			grep -vxE -e '--(log|checkpoint|resume|in-place|progress|quiet|no-history|watch|dry-run|list)') | sort -u
	else
		helped "$1"
	fi
}

# The completions that bash offers for a command line.
bash_offers() {
	# shellcheck disable=SC2016 # for the inner shell
	bash --norc -c '. <("$1" --completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "_$1"; printf "%s\n" "${COMPREPLY[@]}"' _ "$@"
}

# In the locale C fish finds no command in a folder whose name is not ASCII.
fish_offers() {
	HOME=$PWD LC_ALL=C.UTF-8 fish --no-config -c "$1 --completion fish | source; complete -C '$*'" | cut -f 1
}

# The completions that zsh offers for each command line read: a file for each in the folder given.
zsh_offers() {
	local folder=$1 tool
	mkdir -p "$folder" functions
	cat >lines
	tools | while read -r tool; do "$tool" --completion zsh >"functions/_$tool"; done
	cat >.zshrc <<-END
		fpath=(${PWD@Q}/functions \$fpath)
		autoload -Uz compinit && compinit -u -D
		# what is asked for with -O, -A or -D is not shown to anybody
		compadd() {
			local -a found
			if [[ " \$* " != *' -'[OAD]' '* ]]; then
				builtin compadd -O found "\$@"
				print -rl -- \$found >>${PWD@Q}/$folder/\$number
			fi
			builtin compadd "\$@"
		}
		zle -C offer list-choices _main_complete
		all() {
			number=0
			while IFS= read -r line; do
				number=\$((number + 1))
				: >${PWD@Q}/$folder/\$number
				BUFFER=\$line CURSOR=\$#line
				zle offer
			done <${PWD@Q}/lines
			BUFFER=exit
			zle accept-line
		}
		zle -N all
		bindkey '^X' all
	END
	printf '\030' | ZDOTDIR=$PWD HOME=$PWD TERM=xterm script -qec 'zsh -i' /dev/null >screen 3>&-
}

@test "what is typed and completed at a terminal runs, in every shell that make shell starts" {
	gl-init 2-3-1 >n.net
	printf 'a,b\n1,2\n' >x.csv
	for shell in bash zsh fish; do
		typed $shell 'gl-synth blo\t-n 2 >set.%s\ngl-info --dra\tn.net >picture.%s\ngl-encode tab\t--desc\tx.csv >table.%s\n' \
			$shell $shell $shell
		gl-synth blobs -n 2 | cmp - set.$shell
		gl-info --draw n.net | cmp - picture.$shell
		gl-encode table --describe x.csv | cmp - table.$shell
	done
}

@test "a shell of make shell that is left after a command that failed is no failure" {
	for shell in bash zsh fish sh; do
		printf '%s\n' "command -v gl-info >'$PWD/found'" false |
			HOME=$PWD LC_ALL=C.UTF-8 SHELL=$(command -v "$shell") "$GL_ROOT/tests/shell" "$GL_BUILD"
		grep -q '/gl-info$' found
		rm found
	done
}

@test "bash offers the options of --help, and what may stand for a value or the first argument" {
	tools | while read -r tool; do
		bash_offers "$tool" -- | sort | diff - <(offered "$tool")
	done
	bash_offers gl-step --optimizer ad | diff - <(printf '%s\n' adagrad adam adamw)
	bash_offers gl-grad --loss = hu | diff - <(echo huber)
	bash_offers gl-init --init xav | diff - <(printf '%s\n' xavier xavier-uniform)
	bash_offers gl-encode i | diff - <(printf '%s\n' image idx)
	bash_offers gl-encode -o out.npy t | diff - <(echo table)
	bash_offers gl-loss '' | diff - <(loss_names)
	bash_offers gl-synth '' | sort | diff - <(gl-synth --list | awk '{ print $1 }' | sort)
	bash_offers gradlab che | diff - <(echo check)
	touch my.net my.txt
	bash_offers gl-forward my. | sort | diff - <(printf '%s\n' my.net my.txt)
	bash_offers gl-loss mse my. | sort | diff - <(printf '%s\n' my.net my.txt)
}

@test "bash offers the options of the kind of work that was named" {
	bash_offers gl-encode table --t | diff - <(printf '%s\n' --text --target)
	bash_offers gl-encode image --t | diff - <(printf '%s\n' --text --tile)
	bash_offers gl-encode --digits 3 idx --r | diff - <(printf '%s\n' --range --raw)
	[ "$(bash_offers gl-decode label --s)" = "" ]
	bash_offers gl-decode image --s | diff - <(printf '%s\n' --size --scale)
}

@test "zsh offers the same" {
	{
		tools | sed 's/$/ --/'
		printf '%s\n' 'gl-step --optimizer ad' 'gl-grad --loss hu' 'gl-encode i' 'gl-loss ' 'gl-encode table --t' \
			'gl-encode image --t' 'gl-synth sp' 'gradlab che'
	} | zsh_offers got
	local n=0
	while read -r tool; do
		n=$((n + 1))
		sort -u got/$n | grep '^--' | diff - <(offered "$tool")
	done < <(tools)
	sort got/$((n + 1)) | diff - <(printf '%s\n' adagrad adam adamw)
	diff got/$((n + 2)) <(echo huber)
	sort got/$((n + 3)) | diff - <(printf '%s\n' idx image)
	sort got/$((n + 4)) | diff - <(loss_names | sort)
	sort got/$((n + 5)) | diff - <(printf '%s\n' --target --text)
	sort got/$((n + 6)) | diff - <(printf '%s\n' --text --tile)
	diff got/$((n + 7)) <(echo spirals)
	diff got/$((n + 8)) <(echo check)
}

@test "fish offers the same" {
	tools | while read -r tool; do
		fish_offers "$tool" -- | sort | diff - <(offered "$tool")
	done
	fish_offers gl-step --optimizer ad | sort | diff - <(printf '%s\n' adagrad adam adamw)
	fish_offers gl-grad --loss hu | diff - <(echo huber)
	fish_offers gl-encode i | sort | diff - <(printf '%s\n' idx image)
	fish_offers gl-loss '' | sort | diff - <(loss_names | sort)
	fish_offers gl-encode table --t | sort | diff - <(printf '%s\n' --target --text)
	fish_offers gl-encode image --t | sort | diff - <(printf '%s\n' --text --tile)
}

@test "behind -- of gl-sweep the shells offer options, too, and files" {
	touch my.net my.txt
	bash_offers gl-sweep --out runs --lr 0.1 -- my.net --schedule | diff - <(echo --schedule)
	bash_offers gl-sweep --out runs -- my. | sort | diff - <(printf '%s\n' my.net my.txt)
	bash_offers gl-sweep --out runs -- my.net --val my. | sort | diff - <(printf '%s\n' my.net my.txt)
	fish_offers gl-sweep --out runs --lr 0.1 -- my.net --schedule | diff - <(echo --schedule)
	zsh_offers got <<<'gl-sweep --out runs --lr 0.1 -- my.net --schedule'
	diff got/1 <(echo --schedule)
}

@test "--bare of gl-info is offered exactly the figures that there are" {
	gl-init 2-1 >n.net
	gl-synth xor | gl-grad --loss mse n.net >g
	gl-step --optimizer adam --state s n.net g >/dev/null
	gl-synth xor | gl-train --steps 2 -q --checkpoint c n.net >/dev/null
	for file in n.net g s c; do
		gl-info --format tsv $file | awk -F '\t' 'NR > 1 && $2 == "" && $4 + 0 == $4 { print $3 }'
	done | sort -u >there
	bash_offers gl-info --bare '' | sort | diff - there
}

@test "make install puts completions where the shells look" {
	"$GL_ROOT/tests/install" "$GL_BUILD" "$PWD/root"
	diff <(gl-info --completion bash) root/share/bash-completion/completions/gl-info
	diff <(gl-info --completion zsh) root/share/zsh/site-functions/_gl-info
	diff <(gl-info --completion fish) root/share/fish/vendor_completions.d/gl-info.fish
	"$GL_ROOT/tests/install" -u "$PWD/root"
	[ "$(find root -type f | wc -l)" = 0 ]
}

@test "every tool's --help begins with examples, each of them a command line of that tool" {
	tools | while read -r tool; do
		"$tool" --help >help
		[ "$(sed -n 2p help)" = "" ]
		[ "$(sed -n 3p help)" = "Examples:" ]
		sed -n '4,/^$/p' help | grep . >examples
		[ "$(wc -l <examples)" -ge 2 ]
		while read -r example; do
			grep -qE "(^|[|(] *)$tool( |\$)" <<<"$example" || {
				echo "$tool: $example"
				return 1
			}
		done <examples
	done
}
