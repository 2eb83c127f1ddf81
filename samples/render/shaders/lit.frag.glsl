#version 330
// Surface colours (skin, clothes, hair, face, floor boards, mat, wall) under one lamp, sky light and a soft shadow.
in vec3 world;
in vec3 world_normal;
in vec4 cloth;
in vec4 face_place;
in vec4 in_light;
uniform sampler2D shadow_map;
uniform vec3 eye;
uniform vec3 lamp;
uniform vec3 skin_color, shirt_color, trousers_color, shoe_color, hair_color, wall_color, floor_color, mat_color;
uniform int surface;       // 0 body, 1 floor, 2 mat, 3 wall
uniform float ambient;
uniform float lit;         // below 0: ask the shadow map; else the share of lamp light
out vec4 color;

float hash(vec2 p) {
    return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453);
}

float noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}

vec3 face_color(vec3 c) {
    vec3 f = face_place.xyz;
    float front = step(f.y, -0.0);
    float side = abs(f.x);
    float brow = smoothstep(0.12, 0.05, abs(f.z - 0.33 - 0.10 * (1.0 - abs(side - 0.5) * 2.0)));
    brow *= smoothstep(0.18, 0.25, side) * smoothstep(0.95, 0.8, side) * front;
    c = mix(c, hair_color * 0.9, brow * 0.85);
    float lips = smoothstep(0.13, 0.08, length(vec2(f.x * 0.30, f.z + 1.12))) * front;
    c = mix(c, c * vec3(0.80, 0.52, 0.52), lips * 0.9);
    float cheek = smoothstep(0.6, 0.1, length(vec2(side - 0.75, f.z + 0.55))) * front;
    c = mix(c, c * vec3(1.0, 0.87, 0.85), cheek * 0.6);
    float lashes = smoothstep(0.16, 0.10, abs(f.z - 0.02)) * smoothstep(0.30, 0.22, abs(side - 0.5)) * front;
    return mix(c, c * 0.75, lashes * 0.5);
}

vec3 body_color(out float gloss) {
    vec3 c = skin_color * (1.0 + 0.05 * (noise(face_place.xy * 3.0 + face_place.z) - 0.5));
    gloss = 0.10;
    if (face_place.w > 0.5) c = face_color(c);
    if (cloth.w > 2.5) { gloss = 0.4; return vec3(0.16, 0.10, 0.07); }
    if (cloth.w > 1.5) { gloss = 0.4; return vec3(0.92); }
    if (cloth.x > 0.0) {
        c = shirt_color * (0.93 + 0.10 * noise(face_place.xz * 18.0));
        if (cloth.x < 0.006) c *= 0.8;
        gloss = 0.0;
    } else if (cloth.y > 0.0) {
        c = trousers_color * (0.94 + 0.08 * noise(face_place.xz * 20.0));
        gloss = 0.03;
    }
    if (cloth.z > 0.0) { c = shoe_color; gloss = 0.1; }
    if (cloth.w > 0.0) {
        c = hair_color * (0.7 + 0.6 * noise(vec2(face_place.x * 9.0 + face_place.y * 7.0, face_place.z * 2.0)));
        gloss = 0.12;
    }
    return c;
}

vec3 surface_color(out float gloss) {
    gloss = 0.0;
    if (surface == 0) return body_color(gloss);
    if (surface == 1) {
        float board = floor(world.y / 0.14);
        vec3 c = floor_color * (0.86 + 0.16 * hash(vec2(board, floor((world.x + board * 0.37) / 1.1))));
        c *= 0.95 + 0.08 * noise(vec2(world.x * 3.0, world.y * 60.0));
        gloss = 0.04;
        return fract(world.y / 0.14) < 0.025 ? c * 0.75 : c;
    }
    if (surface == 2) return mat_color * (0.95 + 0.08 * noise(world.xy * 70.0));
    return world.z < 0.09 ? vec3(0.85, 0.84, 0.82) : wall_color * (0.97 + 0.05 * noise(world.xz * 2.0));
}

float lamp_share(vec3 n) {
    if (lit >= 0.0) return lit;
    vec3 q = in_light.xyz / in_light.w * 0.5 + 0.5;
    if (q.x < 0.01 || q.x > 0.99 || q.y < 0.01 || q.y > 0.99) return 1.0;
    float bias = 0.0015 + 0.002 * (1.0 - max(dot(n, lamp), 0.0));
    float sum = 0.0;
    for (int i = -1; i <= 1; i++)
        for (int j = -1; j <= 1; j++)
            sum += q.z - bias < texture(shadow_map, q.xy + vec2(i, j) * 1.6 / 1024.0).r ? 1.0 : 0.0;
    return sum / 9.0;
}

void main() {
    vec3 n = normalize(world_normal);
    vec3 view = normalize(eye - world);
    float gloss;
    vec3 c = surface_color(gloss);
    float share = lamp_share(n);
    vec3 sky = mix(vec3(0.62, 0.58, 0.54), vec3(1.0, 1.0, 1.04), 0.5 + 0.5 * n.z) * ambient;
    float fill = max(dot(n, normalize(view + vec3(0, 0, 0.3))), 0.0) * 0.22;
    float contact = surface == 0 ? mix(0.72, 1.0, smoothstep(0.0, 0.16, world.z)) : 1.0;  // darker near the ground
    float diffuse = max(dot(n, lamp), 0.0) * share;
    c = c * (sky * contact + fill + diffuse * vec3(0.78, 0.75, 0.70));
    c += gloss * share * pow(max(dot(n, normalize(view + lamp)), 0.0), 24.0);
    color = vec4(pow(clamp(c, 0.0, 1.0), vec3(1.0 / 1.15)), 1.0);
}
