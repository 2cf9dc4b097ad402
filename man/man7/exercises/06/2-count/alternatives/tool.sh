# Asked of the tool.
gl-init 784-100-50-10 | gl-info --bare parameters - >count.txt
