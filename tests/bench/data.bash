# shellcheck shell=bash
# Fashion-MNIST as examples in $work/train.npy and $work/test.npy: float32 from 0 to 1, and the class.
fashion() {
	local from=/usr/share/datasets/fashion-mnist part
	for part in train:train test:t10k; do
		[[ -e $work/${part%:*}.npy ]] || gl-encode idx -b -o "$work/${part%:*}.npy" \
			"$from/${part#*:}-images-idx3-ubyte.gz" "$from/${part#*:}-labels-idx1-ubyte.gz"
	done
}
