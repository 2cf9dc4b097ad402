# A network that is nothing but softmax; the first of its three numbers.
gl-init 'input 3, softmax' >softmax.net
echo '3 1 -1' | gl-forward softmax.net | cut -d ' ' -f 1 >first.txt
