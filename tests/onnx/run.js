// Runs ONNX models in ONNX Runtime over examples as text. NODE_PATH says where onnxruntime-node is.
// usage: node run.js [--try] MODEL SHAPE EXAMPLES OUTPUT [MODEL SHAPE EXAMPLES OUTPUT]...
// SHAPE is an example's, as in 2x3x4. With --try a model that does not run has no output, and that is no error.
const fs = require("fs");
const ort = require("onnxruntime-node");

async function run(model, shape, examples, output) {
	const session = await ort.InferenceSession.create(model, { logSeverityLevel: 4 });
	const rows = fs.readFileSync(examples, "utf8").trimEnd().split("\n")
		.map((line) => line.split("\t")[0].trim().split(/ +/).map(Number));
	const x = new ort.Tensor("float32", Float32Array.from(rows.flat()), [rows.length, ...shape.split("x").map(Number)]);
	const y = Object.values(await session.run({ [session.inputNames[0]]: x }))[0].data;
	const width = y.length / rows.length;
	const lines = rows.map((_, i) => Array.from(y.slice(i * width, (i + 1) * width)).join(" "));
	fs.writeFileSync(output, lines.join("\n") + "\n");
}

async function main(args) {
	const attempt = args[0] === "--try";
	for (let i = attempt ? 1 : 0; i < args.length; i += 4)
		try {
			await run(...args.slice(i, i + 4));
		} catch (error) {
			if (!attempt)
				throw new Error(args[i] + ": " + error.message);
		}
}

main(process.argv.slice(2)).catch((error) => {
	console.error(error.message);
	process.exit(1);
});
