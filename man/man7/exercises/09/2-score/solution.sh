# The numbers are logits, and gl-loss has to be told so.
# Open the file with nano score.sh, type --logits before cross-entropy, and save it; bash score.sh then prints the loss.
# The same as one command, which writes the line anew:
echo 'gl-forward scores.net digits-test.txt | gl-loss --logits cross-entropy' >score.sh
