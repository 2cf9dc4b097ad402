# The letters alone, without the questions.
printf '%s\n' r c c r c r r c >choose.txt
