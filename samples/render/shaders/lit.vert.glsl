#version 330
// Body, floor, mat and walls: pass on what the lighting needs.
in vec3 position;
in vec3 normal;
in vec4 garment;   // signed distances inside: shirt, trousers, shoes; w: hair > 0, 2 eye, 3 iris
in vec4 face;      // place on the face in eye distances; w: weight of the head
uniform mat4 view_projection;
uniform mat4 light_projection;
out vec3 world;
out vec3 world_normal;
out vec4 cloth;
out vec4 face_place;
out vec4 in_light;

void main() {
    world = position;
    world_normal = normal;
    cloth = garment;
    face_place = face;
    in_light = light_projection * vec4(position, 1.0);
    gl_Position = view_projection * vec4(position, 1.0);
}
