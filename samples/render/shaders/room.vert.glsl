#version 330
// The room once more: only where it is, seen from the camera and from the lamp.
in vec3 position;
uniform mat4 view_projection;
uniform mat4 light_projection;
out vec4 in_light;

void main() {
    in_light = light_projection * vec4(position, 1.0);
    gl_Position = view_projection * vec4(position, 1.0);
}
