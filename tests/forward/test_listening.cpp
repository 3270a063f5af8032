#include "model/forward/dipole.h"
#include "model/forward/head/head_fields.h"
#include "model/forward/listening.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/projector.h"
#include "model/simulation/recording.h"
#include "model/synthesis/shapes.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

using namespace phiscope;

namespace {

constexpr int frames = 30;

PlacedCell someCell() {
    const Morphology morphology = *makeShape("l5_pyramidal");
    Pose pose;
    pose.positionUm = {30.0, -20.0, 150.0};
    return placeCell(morphology, segmentCounts(morphology, {}), pose);
}

/// Currents of a cell: they sum to zero in every frame.
std::shared_ptr<Recording> someRecording(int segments) {
    RecordingLayout layout;
    layout.segments = segments;
    layout.frames = frames;
    auto recording = *Recording::create(layout);
    std::mt19937 random(7);
    std::normal_distribution<double> normal(0.0, 0.01);
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        Eigen::Map<Eigen::VectorXd> currents(recording->writeCurrents(frame), segments);
        for (double& current : currents) {
            current = normal(random);
        }
        currents.array() -= currents.mean();
    }
    recording->publish(frames);
    recording->finish();
    return recording;
}

/// The sum of what the segments add, and `potential`, against a trace of the whole matrix.
void checkSums(const Listening& listening, const Recording& recording, const Eigen::RowVectorXd& trace) {
    const double size = trace.cwiseAbs().maxCoeff();
    REQUIRE(size > 0.0);
    for (std::int64_t frame = 0; frame < recording.frameCount(); ++frame) {
        const double* currents = recording.currents(frame);
        double sum = 0.0;
        for (int k = 0; k < recording.layout().segments; ++k) {
            sum += listening.contribution(k, currents[k]);
        }
        const double error = 1e-12 * size;
        CHECK(std::abs(sum - trace[frame]) < error);
        CHECK(std::abs(listening.potential(currents) - trace[frame]) < error);
    }
}

} // namespace

TEST_CASE("what a contact hears is its row of the probe's matrix, and adds up to its trace") {
    const PlacedCell cell = someCell();
    const auto recording = someRecording(cell.segments.size());
    Probe probe;
    probe.name = "Shank";
    probe.positionUm = {80.0, 10.0, 400.0};
    const auto check = [&] {
        const Eigen::MatrixXd matrix = *probeMatrix(probe, cell);
        const Eigen::MatrixXd traces = project(matrix, *recording, 0, frames);
        for (const int contact : {0, 7, 15}) {
            const auto heard = listenAt(probe, contact, cell);
            REQUIRE(heard);
            CHECK(heard->row.transpose().isApprox(matrix.row(contact), 1e-14));
            CHECK(heard->name() == "Shank, contact " + std::to_string(contact + 1));
            checkSums(*heard, *recording, traces.row(contact));
        }
    };
    for (const CurrentSource source :
         {CurrentSource::point, CurrentSource::line, CurrentSource::rootAsPoint, CurrentSource::dipole}) {
        probe.source = source;
        check();
    }
    CHECK(listenAt(probe, 3, cell)->bothSigns()); // one dipole
    probe.source = CurrentSource::line;
    CHECK_FALSE(listenAt(probe, 3, cell)->bothSigns());
    probe.contactShape = Probe::ContactShape::circle;
    check();
    probe.averaging = Probe::Averaging::random;
    check();
    probe.medium.kind = Medium::Kind::sphere; // has no lines
    const auto refused = listenAt(probe, 0, cell);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message().find("point sources") != std::string::npos);
}

TEST_CASE("what an electrode on the scalp hears is its row of the head's matrix") {
    const PlacedCell cell = someCell();
    const auto recording = someRecording(cell.segments.size());
    Head head;
    head.dipoleMm = {20.0, 10.0, 70.0};
    const auto model = *HeadModel::create(head, Eigen::Matrix3Xd(3, 0));
    const Eigen::MatrixXd matrix = model->fields(head)->eeg * DipoleMoment().matrix(cell.segments);
    const Eigen::MatrixXd traces = project(matrix, *recording, 0, frames);
    Scene scene;
    scene.heads = {head};
    scene.heads[0].id = "h";
    scene.view.listenProbe = "h";
    std::shared_ptr<const HeadModel> known;
    for (const int electrode : {0, 11}) {
        scene.view.listenContact = electrode;
        const auto heard = listenAt(listenerOf(scene), cell, &known);
        REQUIRE(heard);
        const Eigen::VectorXd whole = heard->row.array() + heard->common;
        CHECK(whole.transpose().isApprox(matrix.row(electrode), 1e-13));
        // About the soma: nothing is heard of a current there.
        CHECK(std::abs(heard->row[0]) < 0.05 * heard->row.cwiseAbs().maxCoeff());
        CHECK(heard->bothSigns());
        CHECK(heard->contact == model->electrodeNames()[static_cast<std::size_t>(electrode)]);
        checkSums(*heard, *recording, traces.row(electrode));
    }
    CHECK(known->serves(head));
    const auto before = known;
    CHECK(listenAt(listenerOf(scene), cell, &known));
    CHECK(known == before); // was not made again
}

TEST_CASE("what a magnetometer hears is its radial field, after the electrodes") {
    const PlacedCell cell = someCell();
    const auto recording = someRecording(cell.segments.size());
    for (const Head::MegModel conductor : {Head::MegModel::sphere, Head::MegModel::infinite}) {
        Head head;
        head.dipoleMm = {20.0, 10.0, 70.0};
        head.megModel = conductor;
        const auto model = *HeadModel::create(head, Eigen::Matrix3Xd(3, 0));
        const HeadFields fields = *model->fields(head);
        const auto electrodes = static_cast<int>(model->electrodesMm().cols());
        const auto sensors = static_cast<int>(model->sensorsMm().cols());
        REQUIRE(sensors > 50);
        for (const int sensor : {0, 17, sensors - 1}) {
            const auto heard = listenAt(head, *model, electrodes + sensor, cell);
            REQUIRE(heard);
            CHECK(heard->magnetic);
            CHECK(heard->contact == "magnetometer " + std::to_string(sensor + 1));
            // By the field of the whole cell's dipole, in fT, as the head panel shows it.
            for (const std::int64_t frame : {3, 9}) {
                const Eigen::Map<const Eigen::VectorXd> now(recording->currents(frame), cell.segments.size());
                const Eigen::VectorXd moment = DipoleMoment().matrix(cell.segments) * now;
                const Eigen::VectorXd shown = magneticComponent(Head::MegComponent::radial,
                                                                model->sensorsMm(), fields.magnetic * moment);
                CHECK(heard->potential(now.data()) == doctest::Approx(shown[sensor]).epsilon(1e-9));
            }
        }
        CHECK(listenAt(head, *model, 100000, cell)->contact == "magnetometer " + std::to_string(sensors));
        CHECK_FALSE(listenAt(head, *model, electrodes - 1, cell)->magnetic);
        head.meg = false;
        const auto without = *HeadModel::create(head, Eigen::Matrix3Xd(3, 0));
        CHECK(listenAt(head, *without, 100000, cell)->contact == without->electrodeNames().back());
    }
}

TEST_CASE("a current that flows straight outwards makes no field outside of a sphere") {
    const Morphology stick = *makeShape("ball_and_stick");
    const PlacedCell straight = placeCell(stick, segmentCounts(stick, {}), {});
    Head head; // the cell points outwards
    head.dipoleMm = {20.0, 10.0, 70.0};
    const auto model = *HeadModel::create(head, Eigen::Matrix3Xd(3, 0));
    const auto heard = listenAt(head, *model, static_cast<int>(model->electrodesMm().cols()) + 5, straight);
    REQUIRE(heard);
    CHECK(heard->row.isZero(0.0));
    head.alignment = Head::Alignment::asCell;
    CHECK_FALSE(listenAt(head, *model, static_cast<int>(model->electrodesMm().cols()) + 5, straight)
                    ->row.isZero(0.0));
}

TEST_CASE("who listens: the one named, else the first probe, else a head") {
    Scene scene;
    CHECK_FALSE(listenerOf(scene));
    CHECK_FALSE(listenAt(listenerOf(scene), someCell()));
    scene.heads.resize(1);
    scene.heads[0].id = "h";
    CHECK(listenerOf(scene).head == &scene.heads[0]);
    scene.probes.resize(3);
    scene.probes[0].layout = Probe::Layout::custom; // without a contact
    scene.probes[1].id = "a";
    scene.probes[2].id = "b";
    CHECK(listenerOf(scene).probe == &scene.probes[1]);
    scene.view.listenProbe = "b";
    scene.view.listenContact = 400;
    CHECK(listenerOf(scene).probe == &scene.probes[2]);
    CHECK(listenerOf(scene).contact == scene.probes[2].contactCount - 1);
    scene.view.listenProbe = "h";
    CHECK(listenerOf(scene).head == &scene.heads[0]);
    scene.view.listenProbe = "gone";
    CHECK(listenerOf(scene).probe == &scene.probes[1]);
}

TEST_CASE("sizes and shares of what segments add") {
    const PlacedCell cell = someCell();
    const auto recording = someRecording(cell.segments.size());
    const auto heard = *listenAt(Probe(), 8, cell);
    std::vector<double> all;
    for (std::int64_t frame = 1; frame < frames; ++frame) {
        for (int k = 0; k < cell.segments.size(); ++k) {
            all.push_back(std::abs(heard.contribution(k, recording->currents(frame)[k])));
        }
    }
    const double size = contributionSize(heard, *recording);
    const auto above = std::ranges::count_if(all, [&](double value) { return value > size; });
    CHECK(above > 0);
    CHECK(static_cast<double>(above) < 0.1 * static_cast<double>(all.size()));

    const double* currents = recording->currents(5);
    const auto every = largestShares(heard, currents, cell.segments, 100000);
    CHECK(every.size() == cell.morphology.sections.size());
    double sum = 0.0;
    double shares = 0.0;
    for (const SectionShare& share : every) {
        sum += share.potentialMv;
        shares += share.share;
    }
    CHECK(sum == doctest::Approx(heard.potential(currents)).epsilon(1e-9));
    CHECK(shares == doctest::Approx(1.0));
    const auto five = largestShares(heard, currents, cell.segments, 5);
    REQUIRE(five.size() == 5);
    for (std::size_t k = 0; k < 5; ++k) {
        CHECK(five[k].section == every[k].section);
        CHECK((k == 0 || std::abs(five[k].potentialMv) <= std::abs(five[k - 1].potentialMv)));
    }
}
