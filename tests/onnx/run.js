// Runs ONNX models in ONNX Runtime over examples as text. usage: node run.js MODEL EXAMPLES OUTPUT [MODEL EXAMPLES OUTPUT]...
// NODE_PATH says where onnxruntime-node is.
const fs = require("fs");
const ort = require("onnxruntime-node");

async function run(model, examples, output) {
	const session = await ort.InferenceSession.create(model);
	const rows = fs.readFileSync(examples, "utf8").trimEnd().split("\n")
		.map((line) => line.split("\t")[0].trim().split(/ +/).map(Number));
	const shape = JSON.parse(fs.readFileSync(model + ".shape", "utf8"));
	const x = new ort.Tensor("float32", Float32Array.from(rows.flat()), [rows.length, ...shape]);
	const y = Object.values(await session.run({ [session.inputNames[0]]: x }))[0].data;
	const width = y.length / rows.length;
	const lines = rows.map((_, i) => Array.from(y.slice(i * width, (i + 1) * width)).join(" "));
	fs.writeFileSync(output, lines.join("\n") + "\n");
}

async function main(args) {
	for (let i = 0; i < args.length; i += 3)
		await run(args[i], args[i + 1], args[i + 2]);
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error.message);
	process.exit(1);
});
