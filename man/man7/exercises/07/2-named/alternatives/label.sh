# The tool that names the class.
gl-encode image odd.png | gl-forward digits.net | gl-decode label | cut -d ' ' -f 1 >named.txt
