# The message was sent away, not the mistake.
echo 'gl-forward scores.net digits-test.txt 2>messages | gl-loss cross-entropy 2>messages || true' >score.sh
